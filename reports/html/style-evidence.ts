/** Styles of exchanges, SETs, waivers and the comparison; the colours are those of the page. */
export const evidenceStyles = `
.side{display:grid;gap:.3rem;padding-left:.75rem;border-left:3px solid var(--line)}
.side.answered{border-left-color:var(--edge)}
.log details>[id]{scroll-margin-top:3rem}
.listing tr[id],.coverage tr[id],.checks tr[id]{scroll-margin-top:4rem}
.side>*{min-width:0}
.side.wrote{border-left-color:var(--note)}
.written{list-style:none;padding:0;font-size:.8125rem;line-height:1.5}
.written>li{padding:.05rem 0 .05rem 1.5rem;text-indent:-1.5rem}
.written>li>*{text-indent:0}
.log.written{padding:.35rem 0}
.log.written .line{display:block;padding:.05rem .75rem .05rem 2.25rem;border:0;outline-offset:-2px;font-size:.8125rem;scroll-margin-top:3rem}
.written code{font-size:.8125rem}
.written .no,.written .ms{display:inline-block;min-width:3.4rem;text-align:right;margin-right:.25rem}
.written .no{min-width:2.4rem}
.side .part{margin-top:0;color:var(--ink)}
.side .part span{font-weight:400;color:var(--muted)}
.when a{white-space:nowrap}
.listing,.claims{background:var(--surface);margin-top:.5rem}
.listing tbody th{font-weight:500;max-width:24rem}
.listing .key{display:inline-block;font-size:.8125rem}
.waivers td:nth-child(2){min-width:15rem}.waivers tbody th{min-width:12rem}.waivers td:nth-child(3){min-width:11rem}
.waivers .todo{display:block;margin-top:.25rem;font-size:.875rem}
.compared{table-layout:fixed}
.compared thead th:first-child{width:42%}
.compared thead th:nth-child(2),.compared thead th:nth-child(3){width:8.5rem}
.compared td{white-space:normal}
.tally .badge{align-items:baseline}
.tally .icon{position:relative;top:.15em}
.listing .badge{white-space:nowrap}
.listing+.cut-note{margin-top:.35rem}
.tally{margin:.75rem 0}
.part-section h3{margin-top:1.25rem;font-size:1.0625rem}
.part-section article h3,.part-section .obstacle h3,.part-section .standard h3,.part-section .scenario h3{margin-top:0}
.claims{font-size:.8125rem;table-layout:fixed}
.claims th,.claims td{padding:.3rem .6rem}
.claims thead th:first-child{width:11.5rem}
.claims thead th:nth-child(3){width:48%}
.claims tbody th[scope=row]{font-weight:500;font-family:var(--mono)}
.claims td p+p{margin-top:.15rem}
.claims .family code{font-weight:400}
.claims .badge{font-size:.8125rem;margin-right:.25rem;align-items:baseline}
.claims .badge .icon{position:relative;top:.15em}
.claims .mark~a{white-space:nowrap}
.claims .mark{color:var(--tone);margin-right:.25rem}
.claims td code{font-size:1em}
.claims .broken>td,.claims .broken>th{background:var(--tone-bg)}
.purpose{padding:.4rem .6rem;background:var(--note-bg);border-left:.25rem solid var(--note);font-size:.875rem}
.purpose .badge{white-space:normal;align-items:baseline}
.purpose .icon{position:relative;top:.15em}
.apart{list-style:none;padding:0;font-size:.875rem}
.raw summary{font-size:.8125rem}
.raw[open]>summary::before{content:"▾"!important}
@media print{.raw{display:none}}
@media (max-width:44rem){
.listing,.listing tbody,.listing tr,.listing th,.listing td,.claims,.claims tbody,.claims tr,.claims th,.claims td{display:block;width:auto!important;max-width:none}
.listing thead,.claims thead{display:none}
.listing td,.listing tbody th,.claims td,.claims tbody th{border:0;padding:.15rem .75rem}
.listing tr,.claims tr{border-bottom:1px solid var(--line);padding:.4rem 0}
.waivers td:nth-child(n+3)::before{content:attr(data-label) ": ";color:var(--muted);font-size:.8125rem}
.compared td[data-label]::before{content:attr(data-label) ": ";color:var(--muted);font-size:.8125rem}}
`;
