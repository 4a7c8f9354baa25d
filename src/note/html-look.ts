/** How the page looks on a screen, in the dark, and on paper. It loads nothing from anywhere. */
export const NOTE_STYLE = `
:root { color-scheme: light dark; --ink: #1c2733; --quiet: #5b6976; --line: #d8dee4; --ground: #fff; --soft: #f4f6f8; --mark: #8a5a00; --link: #0b5cad; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e9ee; --quiet: #9fadba; --line: #36424e; --ground: #14191f; --soft: #1d242c; --mark: #e3b341; --link: #79b8ff; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 52rem; font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; color: var(--ink); background: var(--ground); overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
p, ul, ol, dl, table, figure { margin: 0 0 .8rem; }
ul, ol { padding-left: 1.3rem; }
li { margin: .2rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
dt { color: var(--quiet); } dd { margin: 0; }
code { font: .88em ui-monospace, SFMono-Regular, Menlo, monospace; background: var(--soft); padding: .1em .3em; border-radius: 3px; }
pre { overflow-x: auto; padding: .8rem; background: var(--soft); border-radius: 6px; white-space: pre-wrap; }
a { color: var(--link); }
a.evidence { text-decoration: none; } a.evidence code { color: var(--link); }
em { color: var(--mark); }
blockquote { margin: 0 0 .8rem; padding-left: .9rem; border-left: 3px solid var(--line); }
.context, figcaption, .person { color: var(--quiet); } .context, figcaption { font-size: .9em; }
table { border-collapse: collapse; width: 100%; font-size: .92em; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); }
.right { text-align: right; }
figure svg { max-width: 100%; height: auto; background: #fff; border-radius: 6px; }
nav { columns: 2; font-size: .92em; margin: 1rem 0 2rem; } nav a { display: block; text-decoration: none; padding: .1rem 0; }
details { margin: .5rem 0; } summary { cursor: pointer; }
:target { outline: 2px solid var(--link); outline-offset: 4px; border-radius: 3px; }
@media (max-width: 34rem) { nav { columns: 1; } dl { grid-template-columns: 1fr; gap: 0 .5rem; } dd { margin-bottom: .5rem; } }
@media print {
  :root { --ink: #000; --quiet: #444; --line: #bbb; --ground: #fff; --soft: #f2f2f2; --mark: #6b4500; --link: #000; }
  @page { margin: 18mm 16mm; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  nav { display: none; } h2 { break-after: avoid; } li, figure, tr { break-inside: avoid; }
}
`;
