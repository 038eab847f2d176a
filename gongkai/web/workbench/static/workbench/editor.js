// 正文编辑器：在没有脚本时照样可用的文本框上加工具栏。编辑库是 django-prose-editor 带来的 Tiptap，不从别处取任何东西。
// 存下来的只有服务器清理过的 HTML；这里不决定什么能留。

const form = document.querySelector("form[data-draft]")
const textarea = form?.querySelector("textarea[name=body_html]")

const made = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value)
    else if (value === true) element.setAttribute(name, "")
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value)
  }
  element.append(...children)
  return element
}

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign])
// 再长，浏览器排一遍要几十秒，其间什么也按不动
const LONGEST = 500000
const MARKUP = /<\/?[a-z][^<>]*>/i
const asHtml = (text) =>
  MARKUP.test(text) ? text : text.split(/\r?\n/).filter((line) => line.trim()).map((line) => `<p>${escaped(line.trim())}</p>`).join("")
const isEmpty = (html) => /^<(\w+)(\s[^>]*)?><\/\1>$/.test(html)
const token = () => form.querySelector("[name=csrfmiddlewaretoken]").value

// 向服务器要一件事；说不通时给出能照着办的话
async function asked(url, fields) {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  let answer
  try {
    answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token(), Accept: "application/json" } })
  } catch {
    return { told: ["网络没有连上，请检查以后再试。"], failed: true }
  }
  if (answer.redirected || answer.status === 403) {
    return { told: ["登录可能已经过期。请先按“保存草稿”，页面会带着您填写的内容让您重新登录。"], failed: true }
  }
  if (answer.status === 413) return { told: ["内容太大，没有收下。请分几次粘贴，或者把图片缩小。"], failed: true }
  try {
    return { ...(await answer.json()), failed: !answer.ok }
  } catch {
    return { told: ["服务器没有办成，请稍后再试。"], failed: true }
  }
}

// 一个小窗口：字段、确定、取消。结果是填好的值，取消是 null
function dialog(title, fields, submitLabel) {
  return new Promise((resolve) => {
    const inputs = {}
    const rows = fields.map(({ name, label, help, ...attributes }) => {
      const id = `editor-${name}`
      const input = attributes.kind === "lines" ? made("textarea", { id, rows: 3, ...attributes }) : made("input", { id, ...attributes })
      if (attributes.value !== undefined && attributes.type !== "file") input.value = attributes.value
      inputs[name] = input
      const parts = [made("label", { for: id }, label), input]
      if (help) {
        parts.push(made("p", { class: "help", id: `${id}-help` }, help))
        input.setAttribute("aria-describedby", `${id}-help`)
      }
      return made("div", { class: "field" }, ...parts)
    })
    const problem = made("p", { class: "field-error", role: "alert" })
    let result = null
    const inner = made(
      "form",
      {
        method: "dialog",
        novalidate: true,
        onsubmit: (event) => {
          event.preventDefault()
          event.stopPropagation()
          const lacking = fields.find(({ name, required, type }) => required && !(type === "file" ? inputs[name].files.length : inputs[name].value.trim()))
          if (lacking) {
            problem.textContent = lacking.missing || `请填写${lacking.label}。`
            inputs[lacking.name].focus()
            return
          }
          result = Object.fromEntries(fields.map(({ name, type }) => [name, type === "file" ? inputs[name].files[0] : type === "checkbox" ? inputs[name].checked : inputs[name].value.trim()]))
          box.close()
        },
      },
      made("h2", { id: "editor-dialog-title" }, title),
      problem,
      ...rows,
      made("p", { class: "buttons" }, made("button", {}, submitLabel), made("button", { type: "button", class: "button-quiet", onclick: () => box.close() }, "取消")),
    )
    const box = made("dialog", { class: "editor-dialog", "aria-labelledby": "editor-dialog-title" }, inner)
    box.addEventListener("close", () => {
      box.remove()
      resolve(result)
    })
    document.body.append(box)
    box.showModal()
  })
}

function extensionsOf(prose, pictureView) {
  const Table = prose.Table.extend({
    addAttributes() {
      return {
        ...this.parent?.(),
        caption: { default: null, parseHTML: (element) => element.querySelector("caption")?.textContent.trim() || null, renderHTML: () => ({}) },
      }
    },
    parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true }],
    renderHTML({ node }) {
      const caption = node.attrs.caption ? [["caption", { contenteditable: "false" }, node.attrs.caption]] : []
      return ["table", {}, ...caption, ["tbody", 0]]
    },
    addNodeView: () => null,
    // 最后一格再按 Tab 就离开表格，不把键盘困在里面
    addKeyboardShortcuts() {
      return { Tab: () => this.editor.commands.goToNextCell(), "Shift-Tab": () => this.editor.commands.goToPreviousCell() }
    },
  })
  // 写出 HTML 时先不叫 src：浏览器见了 src 就去取，而公开以前那个地址还取不到
  const Picture = prose.Image.extend({
    addNodeView: () => pictureView,
    parseHTML: () => [{ tag: "img" }],
    addAttributes: () => ({
      src: { default: null, parseHTML: (element) => element.getAttribute("src") || element.getAttribute("data-own-src"), renderHTML: ({ src }) => ({ "data-own-src": src }) },
      alt: { default: "" },
    }),
  })
  return [
    prose.Document, prose.Paragraph, prose.Text, prose.HardBreak, prose.Bold, prose.Italic, prose.Underline, prose.Strike,
    prose.Subscript, prose.Superscript, prose.Blockquote, prose.HorizontalRule, prose.BulletList, prose.OrderedList, prose.ListItem,
    prose.Heading.configure({ levels: [2, 3, 4] }),
    prose.Link.configure({ openOnClick: false, autolink: false, enableTarget: false }),
    Table, prose.TableRow, prose.TableHeader, prose.TableCell,
    Picture.configure({ inline: true }),
    prose.History, prose.Gapcursor, prose.Dropcursor,
  ]
}

// 连按两下只送一次；从别的页退回来时重新可以送
let sent = false
document.addEventListener("submit", (event) => {
  if (event.target !== form || event.defaultPrevented) return
  if (sent) event.preventDefault()
  sent = true
})
addEventListener("pageshow", () => (sent = false))

async function start() {
  const label = form.querySelector(`label[for="${textarea.id}"]`)
  if (textarea.value.length > LONGEST) {
    textarea.before(made("p", { class: "notice notice-info" }, "正文太长，编辑器打开会使浏览器停住，请直接修改代码。长表格、名单请改作附件。"))
    return
  }
  if (/<(?:dl|tfoot)\b/i.test(textarea.value)) {
    textarea.before(made("p", { class: "notice notice-info" }, "这段正文里有编辑器不支持的内容（术语列表），为免丢失，请直接修改代码。"))
    return
  }
  const prose = await import(new URL(form.dataset.library, document.baseURI).href)
  const pictureAddress = (source) => {
    const key = /^\/files\/([0-9a-f-]{36})\//.exec(source)?.[1]
    return key ? `${form.dataset.files}${key}/` : ""
  }
  const pictureView = ({ node }) => {
    const image = made("img", { alt: node.attrs.alt || "" })
    const words = made("span", { class: "editor-alt" })
    const dom = made("span", { class: "editor-picture" }, image, words)
    const fill = (each) => {
      const address = pictureAddress(each.attrs.src)
      if (image.getAttribute("src") !== address) image.setAttribute("src", address)
      image.alt = each.attrs.alt || ""
      words.textContent = each.attrs.alt ? `替代文字：${each.attrs.alt}` : "缺替代文字：点选图片，再按“图片”填写"
      dom.classList.toggle("editor-lacking", !each.attrs.alt)
    }
    fill(node)
    return { dom, update: (each) => each.type === node.type && (fill(each), true), ignoreMutation: () => true }
  }

  const told = made("div", { class: "editor-told", role: "status" })
  const tell = (sentences) => {
    told.replaceChildren(...(sentences?.length ? [made("ul", {}, ...sentences.map((each) => made("li", {}, each)))] : []))
  }
  const toolbar = made("div", { class: "editor-toolbar", role: "toolbar", "aria-label": "正文格式", "aria-controls": "editor-text" })
  const mount = made("div", { class: "editor-mount" })
  const frame = made("div", { class: "editor" }, toolbar, mount, told)
  textarea.before(frame)

  let dirty = false
  const editor = new prose.Editor({
    element: mount,
    extensions: extensionsOf(prose, pictureView),
    content: asHtml(textarea.value),
    injectCSS: false,
    editorProps: {
      attributes: {
        id: "editor-text",
        class: "item-body editor-text",
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": "正文",
        "aria-describedby": `${textarea.id}_helptext editor-keys`,
      },
      // 在编辑库自己解析以前接手：Word 的样式一解析就会被内容安全策略拦下并报错
      handleDOMEvents: { paste: (view, event) => pasted(view, event) },
      handleDrop: (view, event, slice, moved) => {
        const image = !moved && [...(event.dataTransfer?.files || [])].find((each) => each.type.startsWith("image/"))
        if (image) picture(image)
        return Boolean(image)
      },
    },
    onUpdate: ({ editor }) => {
      const html = editor.getHTML().replaceAll('<img data-own-src="', '<img src="')
      textarea.value = isEmpty(html) ? "" : html
      dirty = true
    },
    onTransaction: () => refresh(),
  })
  frame.append(made("p", { class: "help", id: "editor-keys" }, "Alt+F10 到工具栏，左右键移动，Esc 回到正文；Ctrl+Z 撤销。"))

  // 粘贴：请服务器清理成干净的 HTML，再放进来
  function pasted(view, event) {
    const data = event.clipboardData
    const html = data?.getData("text/html") || ""
    const image = [...(data?.files || [])].find((each) => each.type.startsWith("image/"))
    if (html.includes("data-pm-slice") || (!html && !image)) return false
    event.preventDefault()
    if (!html) {
      picture(image)
      return true
    }
    const plain = data.getData("text/plain")
    tell(["正在整理粘贴的内容……"])
    asked(form.dataset.paste, { html }).then((answer) => {
      if (editor.isDestroyed) return
      if (answer.html !== undefined) view.pasteHTML(answer.html)
      else view.pasteText(plain)
      tell(answer.failed ? [...(answer.told || []), "先按纯文字粘贴了，表格和图片没有带过来。"] : answer.told)
    })
    return true
  }

  async function picture(file) {
    const selected = editor.isActive("image") ? editor.getAttributes("image") : null
    const alt = {
      name: "alt", label: "替代文字", kind: "lines", maxlength: 300, required: true, value: selected?.alt || "",
      help: "写图片说明了什么，看不见图片的人靠它了解内容。",
      missing: "请填写替代文字：看不见图片的人靠它了解内容（《条例》第四十三条）。",
    }
    if (selected && !file) {
      const given = await dialog("图片的替代文字", [alt], "确定")
      if (given) editor.chain().focus().updateAttributes("image", { alt: given.alt }).run()
      return
    }
    const choose = { name: "picture", label: "图片文件", type: "file", accept: "image/*", required: true, missing: "请选择图片文件。" }
    const given = await dialog("插入图片", file ? [alt] : [choose, alt], "插入")
    if (!given) return
    tell(["正在上传图片……"])
    const answer = await asked(form.dataset.pictures, { picture: given.picture || file, alt: given.alt })
    tell(answer.told)
    if (answer.failed) return
    editor.chain().focus().insertContent({ type: "image", attrs: { src: answer.src, alt: answer.alt } }).run()
  }

  async function link() {
    const now = editor.getAttributes("link").href || ""
    if (editor.state.selection.empty && !now) {
      tell(["请先选中要加链接的文字。"])
      return
    }
    const given = await dialog("链接", [{ name: "href", label: "网址", type: "url", value: now, placeholder: "https://", required: true, missing: "请填写网址，以 https:// 或者 http:// 开头。" }], "确定")
    if (!given) return
    if (!/^(?:https?:\/\/|mailto:|\/)/i.test(given.href)) {
      tell(["网址要以 https:// 或者 http:// 开头，没有加上链接。"])
      return
    }
    editor.chain().focus().extendMarkRange("link").setLink({ href: given.href }).run()
  }

  async function table() {
    const number = (name, label, value) => ({ name, label, value, type: "number", min: 1, max: 100, required: true })
    const given = await dialog(
      "插入表格",
      [number("rows", "行数", 3), number("cols", "列数", 3), { name: "caption", label: "表格标题（选填）", type: "text", maxlength: 100 }],
      "插入",
    )
    if (!given) return
    const size = (value) => Math.min(100, Math.max(1, Number.parseInt(value, 10) || 3))
    editor.chain().focus().insertTable({ rows: size(given.rows), cols: size(given.cols), withHeaderRow: true }).run()
    if (given.caption) editor.commands.updateAttributes("table", { caption: given.caption })
  }

  async function caption() {
    const now = editor.getAttributes("table").caption || ""
    const given = await dialog("表格标题", [{ name: "caption", label: "表格标题", type: "text", maxlength: 100, value: now }], "确定")
    if (given) editor.chain().focus().updateAttributes("table", { caption: given.caption || null }).run()
  }

  const controls = []
  const button = (label, run, { active, when, title } = {}) => {
    const element = made("button", { type: "button", class: "editor-button", tabindex: "-1", title: title || null, onclick: () => { tell(); run() } }, label)
    controls.push({ element, active, when })
    return element
  }
  const simple = (label, command, active, more) => button(label, () => editor.chain().focus()[command]().run(), { active, ...more })
  const group = (name, ...parts) => made("div", { class: "editor-group", role: "group", "aria-label": name }, ...parts)
  const inTable = () => editor.isActive("table")

  const style = made(
    "select",
    {
      class: "editor-style", "aria-label": "段落样式", tabindex: "0",
      onchange: () => {
        const level = Number(style.value)
        if (level) editor.chain().focus().setHeading({ level }).run()
        else editor.chain().focus().setParagraph().run()
      },
    },
    ...[["0", "正文"], ["2", "一级标题"], ["3", "二级标题"], ["4", "三级标题"]].map(([value, text]) => made("option", { value }, text)),
  )
  controls.push({ element: style })

  const tableTools = group(
    "表格",
    simple("上加行", "addRowBefore"), simple("下加行", "addRowAfter"), simple("删行", "deleteRow"),
    simple("左加列", "addColumnBefore"), simple("右加列", "addColumnAfter"), simple("删列", "deleteColumn"),
    simple("合并", "mergeCells", null, { title: "合并选中的单元格", when: () => editor.can().mergeCells() }),
    simple("拆分", "splitCell", null, { title: "拆分单元格", when: () => editor.can().splitCell() }),
    simple("表头格", "toggleHeaderCell", () => editor.isActive("tableHeader"), { title: "设为或者取消表头单元格" }),
    button("表格标题", caption), simple("删表格", "deleteTable"),
  )
  const source = made("button", { type: "button", class: "editor-button", tabindex: "-1", "aria-pressed": "false", onclick: () => showSource() }, "代码")
  toolbar.append(
    group("段落", style, simple("项目符号", "toggleBulletList", () => editor.isActive("bulletList")), simple("编号", "toggleOrderedList", () => editor.isActive("orderedList"))),
    group(
      "文字",
      simple("加粗", "toggleBold", () => editor.isActive("bold")), simple("斜体", "toggleItalic", () => editor.isActive("italic")),
      simple("下划线", "toggleUnderline", () => editor.isActive("underline")),
      button("链接", link, { active: () => editor.isActive("link") }),
      simple("取消链接", "unsetLink", null, { when: () => editor.isActive("link") }),
    ),
    group("插入", button("插入表格", table, { when: () => !inTable() }), button("图片", () => picture(), { active: () => editor.isActive("image") })),
    group("历史", simple("撤销", "undo", null, { when: () => editor.can().undo() }), simple("重做", "redo", null, { when: () => editor.can().redo() }), source),
    tableTools,
  )
  controls.push({ element: source })

  function refresh() {
    for (const { element, active, when } of controls) {
      if (active) element.setAttribute("aria-pressed", String(Boolean(active())))
      if (when) element.disabled = !when()
    }
    tableTools.hidden = !inTable()
    style.value = String([2, 3, 4].find((level) => editor.isActive("heading", { level })) || 0)
  }

  // 工具栏只占一个 Tab 位，左右键在里面移动
  const reachable = () => controls.map((each) => each.element).filter((each) => !each.disabled && !each.closest("[hidden]"))
  function focusTool(element) {
    for (const each of controls) each.element.setAttribute("tabindex", each.element === element ? "0" : "-1")
    element.focus()
  }
  toolbar.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, ArrowLeft: -1 }
    if (event.key === "Escape") {
      event.preventDefault()
      editor.commands.focus()
      return
    }
    if (!(event.key in steps) && event.key !== "Home" && event.key !== "End") return
    const all = reachable()
    const place = all.indexOf(document.activeElement)
    const next = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : (place + steps[event.key] + all.length) % all.length
    event.preventDefault()
    focusTool(all[next])
  })
  mount.addEventListener("keydown", (event) => {
    if (event.altKey && event.key === "F10") {
      event.preventDefault()
      focusTool(reachable()[0])
    }
  })

  let inSource = false
  function showSource() {
    inSource = !inSource
    if (!inSource) editor.commands.setContent(asHtml(textarea.value), { emitUpdate: true })
    textarea.hidden = !inSource
    mount.hidden = inSource
    source.setAttribute("aria-pressed", String(inSource))
    for (const each of controls) if (each.element !== source) each.element.disabled = inSource
    if (inSource) textarea.focus()
    else refresh()
  }
  textarea.hidden = true
  textarea.classList.add("code")
  label?.addEventListener("click", (event) => {
    if (inSource) return
    event.preventDefault()
    editor.commands.focus()
  })
  // 差错摘要里的链接指向文本框，带到编辑器里来
  for (const each of document.querySelectorAll(`a[href="#${textarea.id}"]`)) {
    each.addEventListener("click", (event) => {
      event.preventDefault()
      editor.commands.focus()
    })
  }
  form.addEventListener("submit", (event) => {
    const most = Number(textarea.getAttribute("maxlength")) || Number.POSITIVE_INFINITY
    if (textarea.value.length <= most) {
      dirty = false
      return
    }
    event.preventDefault()
    tell([`正文有${textarea.value.length}个字符，超过${most}个，没有提交。请把长表格、名单改作附件，正文写要点。`])
    told.scrollIntoView({ block: "center" })
  })
  refresh()

  form.addEventListener("input", (event) => {
    if (!frame.contains(event.target)) dirty = true
  })
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault()
  })
}

// 只显示所选体裁的要素；别的体裁已经填了内容的也显示，免得看不见
function showElements() {
  const genre = form.querySelector("select[name=genre]")
  const parts = [...form.querySelectorAll("details[data-genre]")]
  const choose = () => {
    for (const part of parts) {
      const chosen = part.dataset.genre === genre.value
      const filled = [...part.querySelectorAll("input, select, textarea")].some((each) => each.value.trim())
      part.hidden = !chosen && !filled
      if (chosen) part.open = true
    }
  }
  genre?.addEventListener("change", choose)
  choose()
}

if (form) showElements()
if (textarea) start().catch((problem) => {
  textarea.hidden = false
  console.warn("编辑器没有启动，用文本框继续。", problem)
})
