// 在原件的页面上画遮盖框：鼠标、手指、键盘都可以。没有脚本时，页面上的表单按数字也能加。
// 这里只改页面上的图；按“保存这一页”才把整页的方框交给服务器，由服务器核对和存为新的一版。
"use strict";
(() => {
  const svg = document.querySelector("svg[data-redaction]");
  const form = document.querySelector("[data-redaction-form]");
  if (!svg || !form || svg.hasAttribute("data-locked")) return;
  const NS = "http://www.w3.org/2000/svg";
  const view = svg.viewBox.baseVal;
  const STEP = Math.max(view.width, view.height) / 400;
  const LEAST = Math.max(view.width, view.height) / 300;
  const ground = form.querySelector("[data-ground]");
  const whose = form.querySelector(`label[for="${ground.id}"]`);
  const draw = form.querySelector("[data-draw]");
  const remove = form.querySelector("[data-delete]");
  const back = form.querySelector("[data-back]");
  const save = form.querySelector("[data-save]");
  const told = form.querySelector("[data-told]");
  const steps = [];
  let chosen = null;
  let gesture = null;
  let leaving = false;

  const boxes = () => [...svg.querySelectorAll("rect.redaction-box")];
  const number = (rect, name) => Number(rect.getAttribute(name));
  const place = (rect) => ["x", "y", "width", "height"].map((name) => number(rect, name));
  const titleOf = (key) => [...ground.options].find((each) => each.value === key)?.text || "";
  const state = () => JSON.stringify(boxes().map((rect) => [...place(rect), rect.dataset.ground]));
  let saved = "";

  function put(rect, x, y, width, height) {
    width = Math.min(Math.max(width, LEAST), view.width);
    height = Math.min(Math.max(height, LEAST), view.height);
    x = Math.min(Math.max(x, 0), view.width - width);
    y = Math.min(Math.max(y, 0), view.height - height);
    for (const [name, value] of Object.entries({ x, y, width, height })) rect.setAttribute(name, value.toFixed(2));
  }

  function made(x, y, width, height, key) {
    const rect = document.createElementNS(NS, "rect");
    rect.setAttribute("class", "redaction-box");
    rect.dataset.ground = key;
    rect.append(document.createElementNS(NS, "title"));
    put(rect, x, y, width, height);
    svg.append(rect);
    return rect;
  }

  function label() {
    for (const each of svg.querySelectorAll(".redaction-number")) each.remove();
    boxes().forEach((rect, index) => {
      const words = `第${index + 1}个遮盖框：${titleOf(rect.dataset.ground)}`;
      rect.setAttribute("tabindex", "0");
      rect.setAttribute("role", "button");
      rect.setAttribute("aria-label", words);
      rect.setAttribute("aria-pressed", String(rect === chosen));
      rect.querySelector("title").textContent = words;
      rect.toggleAttribute("data-chosen", rect === chosen);
      const text = document.createElementNS(NS, "text");
      text.setAttribute("class", "redaction-number");
      text.setAttribute("x", rect.getAttribute("x"));
      text.setAttribute("y", rect.getAttribute("y"));
      text.setAttribute("dy", number(rect, "y") < 10 ? "9" : "-2");
      text.setAttribute("aria-hidden", "true");
      text.textContent = String(index + 1);
      svg.append(text);
    });
    whose.textContent = chosen ? `第${boxes().indexOf(chosen) + 1}个框的理由` : "新框的理由";
    const changed = state() !== saved;
    remove.disabled = !chosen;
    back.disabled = steps.length === 0;
    save.disabled = !changed;
    save.textContent = changed ? "保存这一页（有改动）" : "保存这一页";
  }

  function restore(text) {
    for (const rect of boxes()) rect.remove();
    chosen = null;
    for (const [x, y, width, height, key] of JSON.parse(text)) made(x, y, width, height, key);
    label();
  }

  function choose(rect) {
    chosen = rect;
    if (rect) ground.value = rect.dataset.ground;
    label();
  }

  // 改之前的样子记下来，撤销时放回去；没有真的改，就不记
  function keep(before) {
    if (before !== state()) steps.push(before);
    label();
  }

  function drop(rect) {
    const before = state();
    const rest = boxes();
    const next = rest[rest.indexOf(rect) + 1] || rest[rest.indexOf(rect) - 1];
    rect.remove();
    choose(null);
    keep(before);
    (next || svg.parentElement).focus();
    told.textContent = "已经去掉，按“撤销”可以放回。";
  }

  function at(event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [Math.min(Math.max(point.x, 0), view.width), Math.min(Math.max(point.y, 0), view.height)];
  }

  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || gesture) return;
    if (event.pointerType === "touch" && draw.getAttribute("aria-pressed") !== "true") return;
    const rect = event.target.closest("rect.redaction-box");
    const [x, y] = at(event);
    gesture = { id: event.pointerId, x, y, before: state(), rect, moved: false, from: rect ? place(rect) : null };
    if (rect) choose(rect);
    svg.setPointerCapture(event.pointerId);
    event.preventDefault();
  });

  svg.addEventListener("pointermove", (event) => {
    if (!gesture || event.pointerId !== gesture.id) return;
    const [x, y] = at(event);
    if (!gesture.moved && Math.hypot(x - gesture.x, y - gesture.y) < LEAST) return;
    gesture.moved = true;
    if (gesture.from) {
      const [left, top, width, height] = gesture.from;
      put(gesture.rect, left + x - gesture.x, top + y - gesture.y, width, height);
      return;
    }
    gesture.rect ||= made(x, y, 0, 0, ground.value);
    put(gesture.rect, Math.min(x, gesture.x), Math.min(y, gesture.y), Math.abs(x - gesture.x), Math.abs(y - gesture.y));
  });

  function end(event) {
    if (!gesture || event.pointerId !== gesture.id) return;
    const { rect, before, moved, from } = gesture;
    gesture = null;
    if (event.type === "pointercancel") {
      restore(before);
      return;
    }
    // 刚画好的不算选中：接着改“理由”是给下一个框选的，不能悄悄改掉这一个的
    choose(from ? rect : null);
    keep(before);
    if (from) rect.focus({ preventScroll: true });
    if (moved) told.textContent = `一共${boxes().length}个方框，还没有保存。`;
  }
  svg.addEventListener("pointerup", end);
  svg.addEventListener("pointercancel", end);

  svg.addEventListener("focusin", (event) => {
    if (event.target.matches("rect.redaction-box") && event.target !== chosen) choose(event.target);
  });

  const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  svg.addEventListener("keydown", (event) => {
    const rect = event.target.closest("rect.redaction-box");
    if (!rect || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Delete" || event.key === "Backspace") {
      drop(rect);
    } else if (event.key in MOVES) {
      const before = state();
      const [x, y, width, height] = place(rect);
      const [right, down] = MOVES[event.key].map((each) => each * STEP);
      if (event.shiftKey) {
        put(rect, x, y, Math.min(width + right, view.width - x), Math.min(height + down, view.height - y));
      } else {
        put(rect, x + right, y + down, width, height);
      }
      keep(before);
      told.textContent = `左${((number(rect, "x") / view.width) * 100).toFixed(1)}%，上${((number(rect, "y") / view.height) * 100).toFixed(1)}%。`;
    } else {
      return;
    }
    event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !back.disabled && !event.target.matches("input, textarea")) {
      back.click();
      event.preventDefault();
    }
  });

  form.querySelector("[data-new]").addEventListener("click", () => {
    const before = state();
    const rect = made(view.width * 0.35, view.height * 0.45, view.width * 0.3, view.height * 0.03, ground.value);
    choose(rect);
    keep(before);
    rect.focus();
    told.textContent = "页面当中加了一个方框：方向键移动，Shift 加方向键改大小。";
  });

  draw.addEventListener("click", () => {
    const on = draw.getAttribute("aria-pressed") !== "true";
    draw.setAttribute("aria-pressed", String(on));
    svg.toggleAttribute("data-touch", on);
    told.textContent = on ? "手指在页面上拖出方框；再按一次“手指画框”可以滚动页面。" : "手指现在滚动页面。";
  });

  const larger = form.querySelector("[data-larger]");
  larger.addEventListener("click", () => {
    const on = larger.getAttribute("aria-pressed") !== "true";
    larger.setAttribute("aria-pressed", String(on));
    svg.parentElement.toggleAttribute("data-large", on);
  });

  remove.addEventListener("click", () => chosen && drop(chosen));
  back.addEventListener("click", () => {
    restore(steps.pop());
    told.textContent = "已经撤销一步。";
  });
  ground.addEventListener("change", () => {
    if (!chosen) return;
    const before = state();
    chosen.dataset.ground = ground.value;
    keep(before);
    told.textContent = `第${boxes().indexOf(chosen) + 1}个框的理由改成了“${titleOf(ground.value)}”。要画新框的，先点一下空白处。`;
  });

  form.addEventListener("submit", () => {
    leaving = true;
    const fraction = (value, whole) => Number((value / whole).toFixed(5));
    form.elements.boxes.value = JSON.stringify(
      boxes().map((rect) => {
        const [x, y, width, height] = place(rect);
        return [
          fraction(x, view.width),
          fraction(y, view.height),
          fraction(width, view.width),
          fraction(height, view.height),
          rect.dataset.ground,
        ];
      }),
    );
  });

  window.addEventListener("beforeunload", (event) => {
    if (!leaving && state() !== saved) event.preventDefault();
  });

  saved = state();
  form.hidden = false;
  svg.setAttribute("data-ready", "");
  label();
})();
