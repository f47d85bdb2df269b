/** Styles of the coverage and its map; the colours are those of the page. */
export const coverageStyles = `
.o-unobservable{--tone:var(--na);--tone-bg:transparent}
.denominator{margin-bottom:.5rem}
.heat-legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;padding:0;margin-bottom:1rem;font-size:.875rem}
.heat-legend b{font-variant-numeric:tabular-nums}
.standard{background:var(--surface);border:1px solid var(--line);border-radius:.5rem;margin-bottom:.75rem;padding:.85rem 1.25rem 1rem}
.standard h3{display:inline;font-size:1rem;font-weight:640}
.spec-title{font-weight:400;color:var(--muted);margin-left:.35rem}
.standard .totals{font-size:.875rem;color:var(--muted)}
.totals [class]{color:var(--tone)}
.standard details{font-size:.9375rem}
.heat{display:flex;flex-wrap:wrap;gap:.35rem 1rem;margin-top:.75rem}
.heat-section{display:flex;flex-wrap:wrap;align-items:center;gap:2px}
.heat-name{font-size:.75rem;color:var(--muted);margin-right:.25rem;font-variant-numeric:tabular-nums}
.heat a,.heat-mark{display:inline-flex;align-items:center;justify-content:center;width:1.5rem;height:1.5rem;border-radius:.25rem;background:var(--tone-bg);color:var(--tone);font-size:.8125rem;font-weight:700;text-decoration:none;line-height:1}
.heat .o-fail,.heat-mark.o-fail,.heat-legend .o-fail .heat-mark{background:var(--fail);color:var(--surface)}
.heat .o-warn,.heat-legend .o-warn .heat-mark{background:var(--warn);color:var(--surface)}
.heat .o-error,.heat-legend .o-error .heat-mark{background:var(--error);color:var(--surface)}
.heat .o-not-tested,.heat-legend .o-not-tested .heat-mark,.heat .o-unobservable,.heat-legend .o-unobservable .heat-mark{box-shadow:inset 0 0 0 1px var(--tone)}
.heat .o-unobservable,.heat-legend .o-unobservable .heat-mark{box-shadow:inset 0 0 0 1px var(--line)}
.heat a:hover{outline:2px solid var(--link);outline-offset:1px}
.heat .dim{opacity:.25}
.coverage td:first-child{width:8.5rem}.coverage td:last-child{width:19rem}
@media print{.heat a,.heat-mark{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
