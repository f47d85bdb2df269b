import { CAVEAT } from '../../suites/standard/official/suite.ts';

export interface ExportNotes {
  file: string | null;
  commands: readonly string[];
  /** Names of the environment variables that stand for secrets. */
  secrets: readonly string[];
  lacks: readonly string[];
  unused: readonly string[];
}

/** What is said beside an exported configuration. */
export function exportNotes({ file, commands, secrets, lacks, unused }: ExportNotes): string {
  const blocks = [
    ...(file === null ? [] : [`Written: ${file}`]),
    `Run it, in a checkout of the official suite with CONFORMANCE_SERVER and CONFORMANCE_TOKEN set:\n${commands.map((line) => `  ${line}`).join('\n')}`,
    ...(secrets.length === 0
      ? []
      : [`Secrets stand as names: ${secrets.join(', ')}. Set them, or use --with-secrets.`]),
    ...list('What it needs and we do not know:', lacks),
    ...list('What it cannot use:', unused),
    `The keys were ${CAVEAT.replace(/^A prediction, from reading/, 'read in')}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function list(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}\n${lines.map((line) => `  - ${line}`).join('\n')}`];
}
