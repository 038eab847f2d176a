// 填写所需信息时，边写边列出可能已经公开的；没有脚本时用“先查一查有没有公开”按钮
(() => {
  const form = document.querySelector("form[data-find]");
  const box = form && form.querySelector("#id_description");
  const place = document.getElementById("found");
  if (!box || !place) return;
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
    const told = Object.assign(document.createElement("p"), { textContent: "下面的信息已经公开，打开就能看，不用申请：" });
    place.replaceChildren(told, list);
  };
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    const words = box.value.trim();
    if (words.length < 4 || words === last) return;
    waiting = setTimeout(async () => {
      last = words;
      const body = new FormData();
      body.set("q", words.slice(0, 500));
      body.set("organ", form.elements.organ.value);
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      try {
        const answer = await fetch(form.dataset.find, { method: "POST", body });
        if (answer.ok) show((await answer.json()).hits);
      } catch {
        // 断网时不提示
      }
    }, 600);
  });
})();
