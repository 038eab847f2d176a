// 边写边列出含有这些字的标题；没有脚本时检索照样能用
(() => {
  const box = document.querySelector("input[data-suggest]");
  const list = box && document.getElementById(box.getAttribute("list"));
  if (!list) return;
  let waiting = 0;
  let last = "";
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    const words = box.value.trim();
    if (words.length < 2 || words === last) return;
    waiting = setTimeout(async () => {
      last = words;
      const address = new URL(box.dataset.suggest, location.href);
      address.searchParams.set("q", words);
      try {
        const answer = await fetch(address, { credentials: "omit" });
        if (!answer.ok) return;
        const { titles } = await answer.json();
        list.replaceChildren(...titles.map((title) => Object.assign(document.createElement("option"), { value: title })));
      } catch {
        // 断网时不提示
      }
    }, 250);
  });
})();
