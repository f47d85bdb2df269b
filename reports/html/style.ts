import { controlStyles } from './style-controls.ts';
import { coverageStyles } from './style-coverage.ts';
import { evidenceStyles } from './style-evidence.ts';
import { findingStyles } from './style-findings.ts';
import { scenarioStyles } from './style-scenarios.ts';

/**
 * The one stylesheet of every page. Colours are variables, so that dark and print change nothing else; every outcome has a
 * text colour of at least 4.5:1 on every surface that it can stand on.
 */
export const stylesheet = `
:root{color-scheme:light dark;
--bg:#f5f6f8;--surface:#fff;--soft:#f1f3f6;--ink:#1b2127;--muted:#56606b;--line:#dde2e7;--edge:#868f99;--link:#1c5aa6;
--fail:#b42318;--fail-bg:#fdf1ef;--error:#97256a;--error-bg:#fbf0f6;--warn:#875300;--warn-bg:#fdf5e4;
--untested:#63479b;--untested-bg:#f4f0fb;--waived:#0d6670;--waived-bg:#eaf5f6;--note:#285c99;--note-bg:#edf3fb;
--pass:#186a3f;--pass-bg:#ecf6f0;--na:#56606b;--na-bg:#f1f3f6;
--mono:ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace}
@media screen and (prefers-color-scheme:dark){:root{
--bg:#101317;--surface:#171b20;--soft:#1f252b;--ink:#e3e7eb;--muted:#9fa9b4;--line:#2d353d;--edge:#6f7983;--link:#86b6f2;
--fail:#ff8d80;--fail-bg:#2c1917;--error:#f193c6;--error-bg:#2a1724;--warn:#e8b254;--warn-bg:#291f0e;
--untested:#c1aaf1;--untested-bg:#211a30;--waived:#74cbd3;--waived-bg:#11272a;--note:#8dbbf2;--note-bg:#16233a;
--pass:#74cc9b;--pass-bg:#12261b;--na:#9fa9b4;--na-bg:#1f252b}}
.o-fail,.v-non-conformant,.f-fail{--tone:var(--fail);--tone-bg:var(--fail-bg)}
.o-error{--tone:var(--error);--tone-bg:var(--error-bg)}
.o-warn,.f-warn{--tone:var(--warn);--tone-bg:var(--warn-bg)}
.o-not-tested,.v-incomplete{--tone:var(--untested);--tone-bg:var(--untested-bg)}
.o-waived{--tone:var(--waived);--tone-bg:var(--waived-bg)}
.o-note,.f-note{--tone:var(--note);--tone-bg:var(--note-bg)}
.o-pass,.v-conformant{--tone:var(--pass);--tone-bg:var(--pass-bg)}
.o-not-applicable{--tone:var(--na);--tone-bg:var(--na-bg)}

*{box-sizing:border-box}
html{background:var(--bg);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;overflow-wrap:anywhere}
h1,h2,h3,p,ul,ol,dl,dd,pre,table{margin:0}
a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:2px}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:2px}
main:focus{outline:none}
code,.mono,.key{font-family:var(--mono);font-size:.875em}
.skip{position:absolute;left:-999px;top:0;background:var(--surface);padding:.5rem 1rem;z-index:2}
.skip:focus{left:.5rem;top:.5rem}
.visually-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.muted,.lead,.cut-note,.when,.where{color:var(--muted)}
.cut-note,.when,.where{font-size:.875rem}
.icon{vertical-align:-.15em;flex:none}
.icon .cut,.cut{fill:none;stroke:var(--surface);stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round}

.page{max-width:78rem;margin:0 auto;padding:0 1rem 3rem}
.contents ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;padding:1rem 0;font-size:.875rem}
.contents a{color:var(--muted);text-decoration:none}
.contents a:hover{color:var(--ink);text-decoration:underline}
.count{color:var(--muted);font-weight:400;font-variant-numeric:tabular-nums}
@media (min-width:70rem){
.page{display:grid;grid-template-columns:11rem minmax(0,1fr);gap:2.5rem;padding:0 2rem 4rem}
.contents ul{position:sticky;top:0;display:block;padding:2.5rem 0;font-size:.9375rem}
.contents li a{display:flex;justify-content:space-between;padding:.3rem .6rem;margin-left:-.6rem;border-radius:.375rem}
.contents li a:hover{background:var(--soft);text-decoration:none}
main{padding-top:2rem}}

.verdict{background:var(--surface);border:1px solid var(--line);border-top:.375rem solid var(--tone);border-radius:.625rem;padding:1.75rem 2rem 2rem}
.eyebrow{color:var(--muted);font-size:.875rem}
.eyebrow span{margin-left:.5rem;padding-left:.6rem;border-left:1px solid var(--line)}
h1{display:flex;align-items:center;gap:.75rem;margin:.6rem 0 .5rem;color:var(--tone);font-size:clamp(1.875rem,1.4rem + 2vw,2.625rem);line-height:1.15;letter-spacing:-.02em;font-weight:680}
h1 .icon{width:.85em;height:.85em}
.sentence{font-size:1.1875rem;line-height:1.5;max-width:46rem}
.interrupted{margin-top:.75rem;color:var(--warn);font-weight:600}

.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:.75rem 2rem;margin-top:1.5rem;padding-top:1.25rem;border-top:1px solid var(--line);font-size:.9375rem}
.facts dt{color:var(--muted);font-size:.8125rem}
.facts .wide{grid-column:1/-1}

table{width:100%;border-collapse:collapse;font-size:.9375rem}
th,td{text-align:left;vertical-align:top;padding:.5rem .75rem;border-bottom:1px solid var(--line)}
thead th,caption{color:var(--muted);font-size:.8125rem;font-weight:500}
caption{text-align:left;padding:0 0 .25rem}
.num{font-variant-numeric:tabular-nums;white-space:nowrap}
.counts{margin-top:1rem;padding:1.25rem 2rem;background:var(--surface);border:1px solid var(--line);border-radius:.625rem}
.counts table{width:auto}.counts caption{white-space:nowrap}
.counts tr>*{min-width:6.1rem}
.counts th,.counts td{padding:.02rem 0 .02rem .75rem;line-height:1.45;font-size:.9375rem;border:0;text-align:right;font-variant-numeric:tabular-nums}
.counts tr>:first-child{padding-left:0;text-align:left}
.counts thead a{display:inline-flex;flex-direction:column;align-items:flex-end;gap:.25rem;color:var(--muted);text-decoration:none;line-height:1.3}
.counts thead a:hover span{text-decoration:underline}
.counts thead .icon{color:var(--tone)}
.counts tbody th{font-weight:400;font-size:.8125rem;color:var(--muted)}
.counts td{color:var(--tone);font-weight:600}
.counts td.none{color:var(--muted);font-weight:400}
.counts .all td{font-size:1.5rem;line-height:1.3;font-weight:660}
.counts .all td.none{font-weight:400}
.counts .all th{vertical-align:middle;font-size:.9375rem;color:var(--ink)}
.counts .all tr>*{padding-bottom:.4rem}
.counts .cut-note{margin-top:.75rem;font-size:.8125rem}

.notices{background:var(--warn-bg);border-left:.25rem solid var(--warn);border-radius:.25rem;padding:.75rem 1rem;margin-top:1rem;font-size:.9375rem}
.notices ul{padding-left:1.1rem}

.part-section{padding-top:2.5rem}
h2{font-size:1.375rem;line-height:1.3;letter-spacing:-.01em;font-weight:650}
.lead{margin:.125rem 0 1rem;font-size:.9375rem}
.lead::first-letter{text-transform:uppercase}

.badge{display:inline-flex;align-items:center;gap:.35rem;color:var(--tone);font-weight:600;font-size:.875rem;white-space:nowrap}
.level,.tag{font-size:.75rem;font-weight:600;letter-spacing:.02em;color:var(--muted);white-space:nowrap}
.tag{border:1px solid var(--line);border-radius:.25rem;padding:0 .35rem}

.card:target,li:target,tr:target,:target>.exchange{outline:2px solid var(--link);outline-offset:2px}

pre{font:.8125rem/1.55 var(--mono);white-space:pre-wrap;background:var(--soft);border-radius:.25rem;padding:.6rem .8rem}
details{margin-top:.5rem}
summary{cursor:pointer;border-radius:.25rem}
summary:hover{background:var(--soft)}
.proof summary,.log summary,.log .line{display:flex;flex-wrap:wrap;gap:0 .6rem;align-items:baseline;padding:.35rem .5rem;font-size:.875rem}
.proof summary::before,.log summary::before{content:"▸";color:var(--muted);font-size:.75rem}
.proof[open]>summary::before,.log details[open]>summary::before{content:"▾"}
.proof summary{margin-left:-.5rem}
.log .line{padding-left:1.7rem}
.no{color:var(--muted);font-variant-numeric:tabular-nums}
.dir{color:var(--muted);font-size:.8125rem}
.method{font-weight:600}
.url{font-family:var(--mono);font-size:.8125rem;min-width:0}
.status{font-weight:600;font-variant-numeric:tabular-nums}
.s2{color:var(--pass)}.s3{color:var(--note)}.s4{color:var(--warn)}.s5,.s0{color:var(--fail)}
.ms,.jti{color:var(--muted);font-size:.8125rem;font-variant-numeric:tabular-nums}
.jti{font-family:var(--mono)}
.exchange{padding:.25rem 0 .75rem;display:grid;gap:.4rem}
.exchange>*{min-width:0}
.part{margin-top:.35rem;font-size:.8125rem;font-weight:600;color:var(--muted)}
.network-error{color:var(--fail);font-size:.875rem}
.log{list-style:none;padding:0;margin-top:.5rem;background:var(--surface);border:1px solid var(--line);border-radius:.5rem}
.log>li{border-bottom:1px solid var(--line)}
.log>li:last-child{border-bottom:0}
.log details{margin:0}
.log .exchange{padding:.25rem 1rem 1rem 1.7rem}

.part-section>details>.obstacle:first-of-type{margin-top:.5rem}
.obstacle{background:var(--surface);border:1px solid var(--line);border-radius:.5rem;padding:1rem 1.5rem;margin-bottom:.75rem}
.obstacle h3{font-size:.9375rem;font-weight:600;line-height:1.45}
.plain{list-style:none;padding:0;margin-top:.5rem;font-size:.9375rem}
.plain li{display:flex;gap:.75rem;padding:.3rem 0}
.plain .level{flex:0 0 7rem;padding-top:.2rem}
.key{color:var(--muted)}
a.key{color:var(--link)}
.checks .key,.coverage td:nth-child(2) .key,.plain .key,.faults{display:block;color:var(--muted);font-size:.8125rem}
.faults{font-family:var(--mono);font-size:.75rem}
.checks,.coverage,.timing{background:var(--surface);margin-top:.5rem}
.checks a.key,.plain a.key{color:var(--link)}
.checks .by .key{display:inline}
.checks td:nth-child(2){width:11rem}.checks td:nth-child(2) .level{display:block}.checks td:nth-child(2) a{display:block;font-size:.8125rem;line-height:1.5rem}
.checks td:nth-child(3){width:16rem;font-size:.875rem}
.timing tbody th{font-weight:500}
.checks.proof-table td:nth-child(2){width:9rem}.checks.proof-table td:nth-child(3){width:22rem}.proof-table td:last-child{width:9.5rem}
.family th a{color:inherit;text-decoration-color:var(--muted)}
.family th{background:var(--soft);font-size:.875rem;font-weight:600}
.problem{display:block;margin-top:.35rem;color:var(--fail);font-size:.875rem}
.why,.by{display:block;font-size:.8125rem}
.by a{display:inline-block;min-height:1.5rem}
.why{color:var(--muted)}

body>footer{border-top:1px solid var(--line);padding:1.5rem 1rem 3rem;text-align:center;color:var(--muted);font-size:.875rem}

@media (max-width:44rem){
.facts{grid-template-columns:repeat(auto-fill,minmax(8.5rem,1fr));gap:.6rem 1rem}
.verdict{padding:1.25rem}.obstacle{padding:1rem}
.counts{padding:1rem 1.25rem}
.counts thead{display:none}.counts caption{white-space:normal}.counts tr>*{min-width:0}
.counts tr{display:flex;flex-wrap:wrap;gap:0 .9rem;padding:.3rem 0;align-items:baseline}
.counts th,.counts td,.counts .all tr>*{padding:0}
.counts tbody th{flex:0 0 7.5rem}.counts .all th{flex-basis:100%}
.counts .all td{font-size:inherit}
.counts td.none{display:none}
.counts td::after{content:" " attr(data-label);font-weight:400}
.contents ul{flex-wrap:nowrap;overflow-x:auto;white-space:nowrap;padding:.75rem 0}
.checks,.checks tbody,.checks tr,.checks th,.checks td,.coverage,.coverage tbody,.coverage tr,.coverage th,.coverage td{display:block;width:auto!important}
.checks thead,.coverage thead{display:none}
.checks td,.coverage td{border:0;padding:.15rem .75rem}
.checks tr,.coverage tr{border-bottom:1px solid var(--line);padding:.4rem 0}
.timing thead{display:none}
.timing tr{display:flex;flex-wrap:wrap;gap:0 1rem;padding:.5rem .75rem;border-bottom:1px solid var(--line)}
.timing th,.timing td{padding:0;border:0}
.timing tbody th,.timing td:not(.num){flex:1 0 100%}
.timing td.num::before,.timing td:not(.num)[data-label]::before{content:attr(data-label) " ";color:var(--muted);font-size:.8125rem}
.plain li{display:block}}

${findingStyles}
${coverageStyles}
${controlStyles}
${scenarioStyles}
${evidenceStyles}
@media print{
html{background:#fff;font-size:11px}
.contents,.skip{display:none}
.page{display:block;max-width:none;padding:0}
.obstacle,tr,.verdict,.rows>div{break-inside:avoid}
h2,h3,.card header{break-after:avoid}
.card details::details-content{content-visibility:visible;display:block;height:auto}
a{color:inherit;text-decoration:none}
.badge,.card,.verdict,pre,mark{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
