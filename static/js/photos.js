// Thumbnails of chosen photos before they are sent: in the place of includes/photos_input.html, or of any
// other file field that takes images in one that is made below it.

function show(input) {
  const place = placeOf(input);
  place.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
  place.replaceChildren(...[...input.files].filter((file) => file.type.startsWith("image/")).map((file) => {
    const image = document.createElement("img");
    image.src = URL.createObjectURL(file);
    image.alt = `${place.dataset.alt || ""} ${file.name}`.trim();
    image.addEventListener("error", () => image.remove());
    return image;
  }));
}

function placeOf(input) {
  const known = input.parentElement.querySelector("[data-thumbnails]");
  if (known) return known;
  const place = document.createElement("div");
  place.className = "thumbnails";
  place.dataset.thumbnails = "";
  input.after(place);
  return place;
}

document.addEventListener("change", (event) => {
  if (event.target.matches("input[type=file][accept^='image']")) show(event.target);
});
