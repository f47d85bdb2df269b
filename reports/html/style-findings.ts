/** Styles of the cards of findings and of the notes beside the verdict; the colours are those of the page. */
export const findingStyles = `
.verdict-notes{list-style:none;padding:0;margin-top:1.1rem;display:grid;gap:.4rem;max-width:56rem}
.verdict-notes>li{display:flex;gap:.6rem;align-items:baseline}
.verdict-notes>li>.icon{color:var(--tone);position:relative;top:.1em}
.nowrap{white-space:nowrap}
.verdict-notes ul{padding-left:1.1rem;font-size:.9375rem}
.card{background:var(--surface);border:1px solid var(--line);border-left:.25rem solid var(--tone);border-radius:.5rem;padding:1.25rem 1.5rem;margin-bottom:1rem}
.card h3{font-size:1.125rem;line-height:1.4;font-weight:640;white-space:pre-wrap}
.should{margin-top:.15rem;font-size:.9375rem}.should span{color:var(--muted)}
.glance{margin:0 0 1rem;background:var(--surface);border:1px solid var(--line);border-radius:.5rem;padding:.75rem 1.25rem}
.glance summary{font-size:.875rem;color:var(--muted)}
.glance ol{list-style:none;padding:0;margin-top:.35rem;font-size:.9375rem}
.glance li{display:grid;grid-template-columns:9rem minmax(0,1fr);gap:.75rem;padding:.2rem 0}
.glance li>span{color:var(--muted);font-size:.8125rem;padding-top:.1rem}
.glance a{color:inherit;text-decoration-color:var(--line)}
.glance a:hover{text-decoration-color:currentColor}
.tags{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem .75rem;margin-bottom:.3rem}
.tags a{margin-left:auto;color:var(--muted);text-decoration:none}
.tags a:hover{text-decoration:underline}
.reason{margin-top:.5rem}
.rows{display:grid;gap:.85rem;margin-top:1rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.9375rem}
.rows>div{display:grid;grid-template-columns:6.5rem minmax(0,1fr)}
.rows dt{color:var(--muted);font-size:.8125rem;padding-top:.1rem}
.rows dd{min-width:0}
.rows.end{gap:.6rem}
.again+.again{margin-top:.6rem}
.again>p:first-child{font-size:.875rem}
.again .cut-note{margin-top:.2rem;font-size:.8125rem}
.steps{list-style:none;padding:0;margin-top:.25rem;font-size:.875rem}
.steps li{padding:.1rem 0 .1rem .75rem;border-left:2px solid var(--line)}
.steps .judged{border-left-color:var(--tone)}
.clause .ref{display:flex;flex-wrap:wrap;gap:0 .6rem;align-items:baseline;font-size:.875rem;color:var(--muted)}
.clause .ref a:first-child{font-weight:600}
.clause .ref a,.steps a,.again a{display:inline-block;line-height:1.5rem}
.message{font-weight:620;color:var(--tone);white-space:pre-wrap}
.compare{display:grid;gap:.625rem;margin-top:.5rem}
@media (min-width:44rem){.compare:not(.stacked){grid-template-columns:repeat(auto-fit,minmax(16rem,1fr))}}
.compare>div{display:flex;flex-direction:column;min-width:0}
.compare p,.diff p{font-size:.8125rem;color:var(--muted)}
.compare pre{flex:1;border-left:3px solid var(--pass)}
.compare .actual pre{border-left-color:var(--tone)}
mark{background:var(--pass-bg);color:var(--pass);border-radius:2px;font-weight:600}
.actual mark{background:var(--tone-bg);color:var(--tone)}
.diff{margin-top:.5rem}
.diff .want,.diff del{color:var(--pass)}
.diff .got,.diff ins{color:var(--tone)}
.diff .got{margin-left:.75rem}
.diff del,.diff ins{text-decoration:none;font-weight:600}
.diff del{background:var(--pass-bg)}.diff ins{background:var(--tone-bg)}
.rows .proof{margin:0}.rows .proof summary{padding-top:.05rem;padding-bottom:.15rem}
.finding-card .status{color:inherit}
.rows .where{font-size:.875rem}
@media (max-width:44rem){.glance li{display:block}.card{padding:1rem}.rows>div{display:block}.rows dt{padding:0}.tags a{margin-left:0}}
`;
