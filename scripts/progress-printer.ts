import { checkLine, progressLine, scenarioEndLine } from '../reports/index.ts';
import type { ProgressEvent } from '../suites/harness/run-options.ts';
import type { TextOutput } from './io.ts';

export interface ProgressPrinter {
  onProgress(event: ProgressEvent): void;
  /** Removes the status line, so that other text can follow. */
  clear(): void;
}

/** Takes the cursor to the start of the line and empties the line. */
const CLEAR_LINE = '\r\u001b[2K';

/** Shows how far a run is: one status line on a terminal, plain lines elsewhere, nothing but our addresses when `quiet`. */
export function createProgressPrinter(output: TextOutput, quiet: boolean): ProgressPrinter {
  if (quiet) return onlyAddresses(output);
  return output.isTTY === true ? statusLine(output) : plainLines(output);
}

/** Without them nobody could tell a target where we are. */
function onlyAddresses(output: TextOutput): ProgressPrinter {
  return {
    clear: () => {},
    onProgress(event) {
      if (event.kind === 'addresses') output.write(addressLines(event.addresses));
    },
  };
}

function addressLines(addresses: readonly { name: string; url: string }[]): string {
  const width = Math.max(...addresses.map(({ name }) => name.length));
  return addresses.map(({ name, url }) => `${name.padEnd(width)}  ${url}\n`).join('');
}

function statusLine(output: TextOutput): ProgressPrinter {
  const state = { done: 0, total: 0, current: null as string | null, failed: 0, warned: 0 };
  let shown = false;
  const clear = (): void => {
    if (shown) output.write(CLEAR_LINE);
    shown = false;
  };
  const show = (text: string): void => {
    output.write(`${CLEAR_LINE}${text}`);
    shown = true;
  };
  return {
    clear,
    onProgress(event) {
      // One less than the width: a full line would wrap and could not be cleared.
      const width = Math.max(20, (output.columns ?? 80) - 1);
      if (event.kind === 'addresses') {
        clear();
        output.write(addressLines(event.addresses));
        return;
      }
      if (event.kind === 'scenario') {
        clear();
        output.write(`${scenarioEndLine(event.scenario)}\n`);
        return;
      }
      if (event.kind === 'phase') return show(event.text.slice(0, width));
      if (event.kind === 'plan') state.total = event.total;
      if (event.kind === 'start') state.current = event.check;
      if (event.kind === 'result') {
        state.done++;
        if (event.outcome === 'fail' || event.outcome === 'error') state.failed++;
        if (event.outcome === 'warn') state.warned++;
      }
      // How many there will be is not known of scenarios: what they say of themselves stays.
      if (state.total > 0) show(progressLine(state, width));
    },
  };
}

/** For logs: every phase, every failure, and a line for each tenth of the way. */
function plainLines(output: TextOutput): ProgressPrinter {
  let total = 0;
  let done = 0;
  let failed = 0;
  let tenth = 0;
  return {
    clear: () => {},
    onProgress(event) {
      if (event.kind === 'addresses') output.write(addressLines(event.addresses));
      if (event.kind === 'phase') output.write(`${event.text}\n`);
      if (event.kind === 'scenario') output.write(`${scenarioEndLine(event.scenario)}\n`);
      if (event.kind === 'plan') total = event.total;
      if (event.kind !== 'result') return;
      done++;
      if (event.outcome === 'fail') failed++;
      const line = checkLine(event);
      if (line !== null) output.write(`${line}\n`);
      const reached = total > 0 ? Math.floor((done / total) * 10) : 0;
      if (reached > tenth) {
        tenth = reached;
        output.write(`${done} of ${total} checks done${failed > 0 ? `, ${failed} failed` : ''}\n`);
      }
    },
  };
}
