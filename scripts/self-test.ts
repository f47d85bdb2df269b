import { renderProofTerminal } from '../reports/index.ts';
import { runProof } from '../suites/harness/proof/run-proof.ts';

// For authors of checks: the proof of some families only, printed. `ssf-conformance self-test` is the command.
const value = (flag: string): string[] | undefined => {
  const at = process.argv.indexOf(flag);
  return at < 0 ? undefined : process.argv[at + 1]?.split(',');
};
const families = value('--family');
const faults = value('--fault');
const table = await runProof({
  ...(families === undefined ? {} : { families }),
  ...(faults === undefined ? {} : { faults }),
  onProgress: (text) => process.stderr.write(`\r\u001b[K${text}`),
});
process.stderr.write('\r\u001b[K');
process.stdout.write(renderProofTerminal(table));
process.exit(table.ok ? 0 : 1);
