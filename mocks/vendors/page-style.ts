/** The style of the vendors' status pages. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --paper: #fff; --ink: #1a1f29; --soft: #545d6d; --line: #dce0e7;
  --link: #1d4fbf; --good: #14703a; --warn: #8a5200; --bad: #b3202c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12151b; --paper: #1b2029; --ink: #e7eaf0; --soft: #a3acbb; --line: #323a47;
    --link: #8fb4ff; --good: #6fd395; --warn: #f0b763; --bad: #ff8f93;
  }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 2rem clamp(1rem, 4vw, 3rem) 4rem; background: var(--ground); color: var(--ink);
  font: 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
header, main { max-width: 72rem; margin-inline: auto; }
header { position: relative; margin-bottom: 1.5rem; }
h1 { margin: 0 5rem 0.25rem 0; font-size: 1.5rem; line-height: 1.25; letter-spacing: -0.01em; }
h2 { margin: 0 0 0.75rem; font-size: 1rem; }
header p { margin: 0; max-width: 44rem; color: var(--soft); }
header .reload { position: absolute; top: 0.25rem; right: 0; }
a { color: var(--link); }
section { margin-bottom: 1.25rem; padding: 1rem 1.25rem 1.25rem; background: var(--paper);
  border: 1px solid var(--line); border-radius: 0.5rem; }
.note, .empty { margin: -0.5rem 0 0.75rem; color: var(--soft); }
.empty { margin: 0; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { padding: 0 1rem 0.375rem 0; text-align: left; font-size: 0.8125rem; font-weight: 600; color: var(--soft); }
td { padding: 0.4375rem 1rem 0.4375rem 0; border-top: 1px solid var(--line); vertical-align: top;
  overflow-wrap: anywhere; }
td:first-child, .short { white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
dl { display: grid; gap: 0.375rem 1.25rem; margin: 0; }
dl div { display: grid; grid-template-columns: minmax(9rem, 14rem) minmax(0, 1fr); gap: 0 1rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
ul { margin: 0; padding-left: 1.125rem; }
li + li { margin-top: 0.25rem; }
code { font: 0.875em/1.4 ui-monospace, "Cascadia Mono", Menlo, monospace; }
.good, .warn, .bad { font-weight: 600; }
.good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); } .muted { color: var(--soft); }
form { margin: 0; }
button { padding: 0.1875rem 0.75rem; border: 1px solid var(--line); border-radius: 0.375rem;
  background: var(--ground); color: inherit; font: inherit; cursor: pointer; }
button:hover { border-color: var(--soft); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
@media (max-width: 40rem) {
  body { padding-top: 1.25rem; }
  section { padding: 0.875rem 1rem 1rem; }
  dl div { grid-template-columns: minmax(0, 1fr); }
  dl { gap: 0.625rem; }
  table, tbody, tr, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  tr { padding: 0.625rem 0; border-top: 1px solid var(--line); }
  tr:first-child { border-top: 0; padding-top: 0; }
  td, td:first-child, .short { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: 0 0.75rem;
    padding: 0.125rem 0; border: 0; white-space: normal; }
  .nothing { display: none; }
  td::before { content: attr(data-label); color: var(--soft); }
}
`;
