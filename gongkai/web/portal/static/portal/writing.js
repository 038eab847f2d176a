// 边写边列出类似的问题、已经公开的信息；没有脚本时用按钮或者核对页。表单上写明：
// data-look-up 到哪里查，data-from 取哪几栏（最后一栏在写的时候查），data-least 至少写几个字，data-told 列出时说什么
(() => {
  const form = document.querySelector("form[data-look-up]");
  const place = document.getElementById("looked-up");
  if (!form || !place) return;
  const boxes = form.dataset.from.split(" ").map((name) => form.elements[name]);
  let waiting = 0;
  let last = "";
  const show = (hits) => {
    if (!hits.length) {
      place.replaceChildren();
      return;
    }
    const list = document.createElement("ul");
    list.className = "list";
    for (const hit of hits) {
      const link = Object.assign(document.createElement("a"), { href: hit.url, textContent: hit.title, target: "_blank", rel: "noopener" });
      const row = document.createElement("li");
      row.append(link, `（${hit.organ}，在新窗口打开）`);
      list.append(row);
    }
    const told = Object.assign(document.createElement("p"), { textContent: form.dataset.told });
    place.replaceChildren(told, list);
  };
  boxes.at(-1).addEventListener("input", () => {
    clearTimeout(waiting);
    const words = boxes.map((box) => box.value).join("").trim();
    if (words.length < Number(form.dataset.least) || words === last) return;
    waiting = setTimeout(async () => {
      last = words;
      const body = new FormData();
      body.set("q", words.slice(0, 500));
      body.set("organ", form.elements.organ.value);
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      try {
        const answer = await fetch(form.dataset.lookUp, { method: "POST", body });
        if (answer.ok) show((await answer.json()).hits);
      } catch {
        // 断网时不提示
      }
    }, 600);
  });
})();
