// Leaflet as a module: its only minified build puts itself on the window, at less than half the size.
import "leaflet-library";

export default window.L;
