/** The reports: pure functions of `Results` and `ProofTable`. */

export { errorAnnotation, renderAnnotations } from './annotations.ts';
export { renderBadge } from './badge.ts';
export { type EndedRun, renderClosing } from './closing.ts';
export { renderHtml } from './html/render.ts';
export { renderJunit } from './junit.ts';
export { renderMarkdown } from './markdown.ts';
export { checkLine, progressLine, scenarioEndLine, waitLine } from './progress.ts';
export { renderProofHtml } from './proof/html.ts';
export { renderProofMarkdown } from './proof/markdown.ts';
export type { ProofTable } from './proof/table.ts';
export { renderProofTerminal } from './proof/terminal.ts';
export { renderSarif } from './sarif.ts';
export { renderTerminal } from './terminal.ts';
