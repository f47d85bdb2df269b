import { renderDocument } from '../html/document.ts';
import { html } from '../html/template.ts';
import { type ProofTable, proofSentence } from './table.ts';

export function renderProofHtml(table: ProofTable): string {
  return renderDocument({
    title: proofSentence(table),
    contents: [],
    main: html`<h1>${proofSentence(table)}</h1>`,
    footer: null,
  });
}
