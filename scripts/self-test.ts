import { runProcess } from './process.ts';

// For authors of checks: `node dist/scripts/self-test.js --family NAME` while nothing is installed.
await runProcess(['self-test', ...process.argv.slice(2)]);
