// 写留言时，边写边列出类似的常见问题；没有脚本时在核对页上列出
(() => {
  const form = document.querySelector("form[data-similar]");
  const box = document.getElementById("id_content");
  const place = document.getElementById("similar");
  if (!form || !box || !place) return;
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
    const told = Object.assign(document.createElement("p"), { textContent: "别人问过类似的，先看看有没有答案：" });
    place.replaceChildren(told, list);
  };
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    const words = `${form.elements.title.value}${box.value}`.trim();
    if (words.length < 6 || words === last) return;
    waiting = setTimeout(async () => {
      last = words;
      const body = new FormData();
      body.set("q", words.slice(0, 500));
      body.set("organ", form.elements.organ.value);
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      try {
        const answer = await fetch(form.dataset.similar, { method: "POST", body });
        if (answer.ok) show((await answer.json()).hits);
      } catch {
        // 断网时不提示
      }
    }, 600);
  });
})();
