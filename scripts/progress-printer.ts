import { checkLine, progressLine, scenarioEndLine, waitLine } from '../reports/index.ts';
import type { ProgressEvent } from '../suites/harness/run-options.ts';
import type { TextOutput } from './io.ts';
import { Waits } from './waits.ts';

export interface ProgressPrinter {
  onProgress(event: ProgressEvent): void;
  /** Removes the status line, so that other text can follow. */
  clear(): void;
}

/** Takes the cursor to the start of the line and empties the line. */
/** How often the seconds of a wait are counted on, ms. */
const TICK_MS = 1_000;
/** In a log a wait is worth a line when it has taken so long, ms. */
const LONG_MS = 10_000;
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
  const waits = new Waits();
  let phase = '';
  let shown = false;
  let ticking: NodeJS.Timeout | null = null;
  const clear = (): void => {
    if (shown) output.write(CLEAR_LINE);
    shown = false;
    if (ticking !== null) clearInterval(ticking);
    ticking = null;
  };
  const show = (): void => {
    // One less than the width: a full line would wrap and could not be cleared.
    const width = Math.max(20, (output.columns ?? 80) - 1);
    const wait = waits.current();
    // How many there will be is not known of scenarios: what they say of themselves stays.
    const text =
      state.total > 0
        ? progressLine({ ...state, wait }, width)
        : [phase, ...(wait === null ? [] : [waitLine(wait)])].join('  ').slice(0, width);
    output.write(`${CLEAR_LINE}${text}`);
    shown = true;
    if (wait !== null && ticking === null) {
      ticking = setInterval(show, TICK_MS);
      ticking.unref();
    }
    if (wait === null && ticking !== null) {
      clearInterval(ticking);
      ticking = null;
    }
  };
  return {
    clear,
    onProgress(event) {
      waits.note(event);
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
      if (event.kind === 'phase') phase = event.text;
      if (event.kind === 'plan') state.total = event.total;
      if (event.kind === 'start') state.current = event.check;
      if (event.kind === 'result') {
        state.done++;
        if (event.outcome === 'fail' || event.outcome === 'error') state.failed++;
        if (event.outcome === 'warn') state.warned++;
      }
      show();
    },
  };
}

/** For logs: every phase, every failure, a line for each tenth of the way, and what is waited for long. */
function plainLines(output: TextOutput): ProgressPrinter {
  const waits = new Waits();
  let patience: NodeJS.Timeout | null = null;
  const quiet = (): void => {
    if (patience !== null) clearTimeout(patience);
    patience = null;
  };
  /** Once for each wait that lasts. */
  const tellOfWait = (): void => {
    quiet();
    const wait = waits.current();
    if (wait === null || wait.elapsedMs > LONG_MS) return;
    patience = setTimeout(() => {
      const long = waits.current();
      if (long !== null) output.write(`${waitLine(long)}\n`);
    }, LONG_MS - wait.elapsedMs);
    patience.unref();
  };
  let total = 0;
  let done = 0;
  let failed = 0;
  let tenth = 0;
  return {
    clear: quiet,
    onProgress(event) {
      waits.note(event);
      if (event.kind === 'wait' || event.kind === 'waited') tellOfWait();
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
