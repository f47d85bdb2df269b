import { run } from 'ssf-conformance';

// The built-in Transmitter; the run is cut short after a minute, and tells what it has seen by then.
const { results } = await run(
  { role: 'transmitter', only: ['discovery'] },
  {
    signal: AbortSignal.timeout(60_000),
    onProgress: (event) => {
      if (event.kind === 'result') console.log(event.check, event.outcome);
    },
  },
);
console.log(results.interrupted ? 'cut short' : results.verdict);
