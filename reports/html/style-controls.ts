/** Styles of what works only with the script of the page; the colours are those of the page. */
export const controlStyles = `
[hidden]{display:none!important}
.filters{margin-top:1rem;padding:.75rem 1rem;background:var(--surface);border:1px solid var(--line);border-radius:.625rem;display:grid;gap:.5rem;font-size:.875rem}
.filters input,.filters select,.filters button,dialog button,.copy{font:inherit;color:inherit;background:var(--bg);border:1px solid var(--edge);border-radius:.375rem;padding:.25rem .5rem;min-height:2rem}
.filters button,dialog button,.copy{cursor:pointer}
.filters button:hover,dialog button:hover,.copy:hover{background:var(--soft)}
.find{display:flex;gap:.5rem;align-items:center}
.find input{flex:1;min-width:0}
.chips{border:0;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.35rem}
.chip{display:inline-flex;align-items:center;gap:.35rem;padding:.1rem .65rem .1rem .5rem;min-height:1.75rem;border:1px solid var(--edge);border-radius:1rem;cursor:pointer;color:var(--ink)}
.chip .icon{color:var(--tone)}
.chip input{min-height:0;margin:0;accent-color:var(--link)}
.chip:has(:checked){background:var(--tone-bg);border-color:var(--tone);font-weight:600}
.picks{display:flex;flex-wrap:wrap;gap:.35rem 1rem}
.picks label{display:inline-flex;align-items:center;gap:.4rem;color:var(--muted)}
.picks select{color:var(--ink);max-width:13rem}
.found{display:flex;align-items:center;gap:.75rem;color:var(--muted)}
.found:not(:has(:not(:empty,[hidden]))){display:none}
kbd{font:.8125rem var(--mono);border:1px solid var(--edge);border-bottom-width:2px;border-radius:.25rem;padding:0 .35rem}
dialog{max-width:32rem;color:var(--ink);background:var(--surface);border:1px solid var(--edge);border-radius:.625rem;padding:1.5rem}
dialog::backdrop{background:#0007}
dialog p,.keys{margin-top:.75rem;font-size:.9375rem}
.keys{display:grid;gap:.35rem}
.keys div{display:grid;grid-template-columns:5rem 1fr}
.command{display:flex;gap:.5rem;align-items:flex-start}
.command pre{flex:1;min-width:0}
.copy{font-size:.8125rem;flex:none;min-width:4.5rem}
.at:not(.part-section,main){outline:2px solid var(--link);outline-offset:2px}
@media (max-width:44rem){.find{flex-wrap:wrap}.find label{flex:0 0 100%}.picks{display:grid;grid-template-columns:1fr 1fr}.picks label{display:grid;gap:0}.picks select{width:100%;max-width:none}.command{display:block}.copy{margin-top:.35rem}}
@media print{.filters>:not(.found),.copy,#clear{display:none}.filters{border:0;padding:0}.filters:not(:has(#shown:not(:empty))){display:none}}
`;
