/** Styles of the scenarios and their pictures; the colours are those of the page. */
export const scenarioStyles = `
.story{margin-top:.35rem;max-width:46rem}
.scenario details{font-size:.875rem}
.assumptions{padding-left:1.1rem;color:var(--muted);margin:.25rem 0 .25rem}
.verdicts{list-style:none;padding:0;display:grid;gap:.2rem}
.verdicts li{display:grid;grid-template-columns:8.5rem minmax(0,1fr);align-items:baseline}
.verdicts .badge{font-size:.8125rem;align-items:baseline}
.verdicts .icon{position:relative;top:.15em}
.verdicts .what{color:var(--ink)}
.verdicts .key{display:inline-block;margin-left:.35rem;font-size:.8125rem}
.figure{margin:1rem 0 0}
.figure figcaption{margin-top:.5rem}
.sideways{margin-bottom:.35rem}
.scroll{overflow-x:auto;padding:1px}
.lanes{display:block;width:100%;min-width:40rem;max-width:56rem;height:auto;color:var(--ink);font-size:12.5px}
.lanes text,.histogram text{fill:currentColor}
.lanes .mid,.lanes .name,.lanes .sub,.histogram .mid,.histogram>.sub{text-anchor:middle}
.lanes .start,.histogram .start{text-anchor:start}
.lanes .time,.lanes .gap{text-anchor:end}
.lanes .name,.histogram .name{font-weight:640}
.lanes .sub,.lanes .time,.lanes .gap,.histogram .sub,.histogram text.start,.histogram>.mid{fill:var(--muted);font-size:11.5px}
.lanes .time{fill:var(--ink);font-variant-numeric:tabular-nums}
.lanes .gap{font-size:10.5px}
.lanes .head{fill:var(--soft);stroke:var(--line)}
.lanes .tested .head{fill:var(--note-bg);stroke:var(--note);stroke-width:1.5}
.lanes .life{stroke:var(--line);stroke-width:1.5}
.lanes .line{stroke-width:1.5}
.lanes .tip{fill:currentColor}
.lanes .k-told{color:var(--ink)}
.lanes .k-answered{color:var(--muted)}
.lanes .k-answered .line{stroke-dasharray:2 3}
.lanes .k-sent,.lanes a{color:var(--link)}
.lanes .k-answered a{color:var(--muted)}
.lanes a text{text-decoration:underline;text-decoration-thickness:1px;text-underline-offset:2px}
.lanes a:hover .line{stroke-width:2.5}
.lanes a:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.lanes .box{fill:var(--pass-bg);stroke:var(--pass)}
.lanes .wrong,.lanes .wrong a{color:var(--fail)}
.lanes .wrong .box{fill:var(--fail-bg);stroke:var(--fail)}
.lanes .k-missing .line,.lanes .k-missing .box{stroke-dasharray:6 4}
.lanes .k-missing .box{fill:var(--surface)}
.lanes .cross{stroke-width:2.5}
.lanes .pause path{stroke:var(--muted);stroke-dasharray:1 4;stroke-linecap:round}
.lanes .veil{fill:var(--surface)}
.lanes .pause .mid{fill:var(--muted);font-style:italic}
.lanes use.o-fail{color:var(--fail)}.lanes use.o-pass{color:var(--pass)}
.lanes .time,.lanes .gap{text-decoration:none}

.part-section>h3{margin-top:1.75rem;font-size:1.0625rem;font-weight:640}
.part-section>h3:first-of-type{margin-top:.75rem}
.timing .what{color:var(--muted);font-size:.8125rem;font-weight:400}
.ledger .what{display:block}
.ledger{font-size:.875rem}
.ledger td,.ledger th{padding:.35rem .5rem}
.ledger thead th{white-space:nowrap}
.durations .what{margin-left:.35rem}
.durations td,.durations tbody th{padding-top:.3rem;padding-bottom:.3rem}
@media (min-width:44rem){.limits th{white-space:nowrap}}
.dagger{text-decoration:none;font-weight:600}
.part-section>.cut-note,.empty-polls{margin-top:.6rem;max-width:52rem}
.empty-polls{font-size:.9375rem;margin-top:1rem}
.pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(24rem,100%),1fr));gap:1rem;margin-top:.75rem}
.pictures .figure{margin:0;background:var(--surface);border:1px solid var(--line);border-radius:.5rem;padding:1rem 1.25rem;min-width:0;break-inside:avoid}
.pictures details{font-size:.875rem}
.pictures table{font-size:.875rem}
.pictures td,.pictures tbody th{padding:.2rem .5rem}
.pictures tbody th{white-space:nowrap}
.pictures figcaption{margin:0 0 .5rem;font-size:.9375rem;font-weight:600}
.histogram{display:block;width:100%;max-width:26rem;height:auto;font-size:12px;color:var(--ink)}
.histogram .axis{stroke:var(--line)}
.histogram .bars-0 rect{fill:var(--note)}
.histogram .bars-1 rect{fill:var(--waived)}
@media (min-width:44rem){.sideways{display:none}}
/* A phone has no room for three lanes: where a browser can open it from here, the table stands in place of the picture. */
@supports selector(::details-content){@media screen and (max-width:37.5rem){
.scenario>.figure,.scenario>.drawn,.tabled>summary{display:none}
.tabled::details-content{content-visibility:visible;display:block;height:auto}}}
@media print{.sideways{display:none}}
@media (max-width:44rem){.verdicts li{display:block}.verdicts .key{margin-left:0}}
@media print{.scroll{overflow:visible}.lanes{min-width:0}.scenario.card{break-inside:auto}.figure svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
