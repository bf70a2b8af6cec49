/**
 * Draws every `figure.chart` of the page, as it comes near the window, from the Vega-Lite spec beside it.
 *
 * The figure holds `.chart-canvas` (role="img", its aria-label says what the chart shows), the spec
 * in `<script type="application/json">`, and, where there is one, the table of its numbers in
 * `details.chart-data`. Expressions run in Vega's interpreter and no style element is added, so the
 * page's policy can forbid eval and inline styles. When drawing fails the table opens instead.
 */

// Names of the import map, in the order in which each needs the one before it. They come as
// variables because Django's hashed static files would rewrite import("name") as a path.
const LIBRARIES = ["vega", "vega-lite", "vega-embed"];

const OPTIONS = {
  mode: "vega-lite",
  renderer: "svg",
  actions: false,
  ast: true,
  defaultStyle: false,
  tooltip: { disableDefaultStyle: true },
};

const views = new Map();
let loading = null;

const resizing = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) {
    const drawn = views.get(target);
    const width = Math.floor(contentRect.width);
    if (drawn && width > 0 && width !== drawn.view.width()) {
      drawn.view.signal("width", width).runAsync();
    }
  }
});

// A chart is drawn when it comes near the window: a phone that shows the numbers on top loads no library.
const nearing = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    nearing.unobserve(target);
    queue = queue.then(() => draw(target));
  }
}, { rootMargin: "400px" });
let queue = Promise.resolve();

function load() {
  loading ??= LIBRARIES.reduce(
    (before, name) => before.then(() => import(name)),
    Promise.resolve(),
  ).then(() => window.vegaEmbed);
  return loading;
}

async function draw(figure) {
  const canvas = figure.querySelector(".chart-canvas");
  const spec = figure.querySelector('script[type="application/json"]');
  if (!canvas || !spec || figure.dataset.chart) return;
  figure.dataset.chart = "drawing";
  try {
    const embed = await load();
    const drawn = await embed(canvas, JSON.parse(spec.textContent), OPTIONS);
    // The canvas is the image and has the words; marks inside must not be images without any.
    canvas.querySelector("svg")?.setAttribute("aria-hidden", "true");
    views.set(canvas, drawn);
    resizing.observe(canvas);
    figure.dataset.chart = "drawn";
  } catch (error) {
    figure.dataset.chart = "failed";
    canvas.textContent = canvas.getAttribute("aria-label");
    const data = figure.querySelector("details.chart-data");
    if (data) data.open = true;
    console.error("chart not drawn", error);
  }
}

function forgetRemoved() {
  for (const [canvas, drawn] of views) {
    if (!canvas.isConnected) {
      resizing.unobserve(canvas);
      drawn.finalize();
      views.delete(canvas);
    }
  }
}

function waiting(root) {
  const figures = [...root.querySelectorAll("figure.chart:not([data-chart])")];
  if (root.matches?.("figure.chart:not([data-chart])")) figures.push(root);
  return figures;
}

export function drawCharts(root = document) {
  forgetRemoved();
  waiting(root).forEach((figure) => nearing.observe(figure));
}

drawCharts();
document.addEventListener("htmx:load", (event) => drawCharts(event.detail.elt));
document.addEventListener("htmx:afterSwap", forgetRemoved);
// On paper every chart is seen.
window.addEventListener("beforeprint", () => waiting(document).forEach(draw));
