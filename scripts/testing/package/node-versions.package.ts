import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'vitest';
import { MAJORS } from './node-versions.ts';
import { install, verdict } from './project.ts';

const CONFIG = `import { defineConfig, type ConformanceConfig } from 'ssf-conformance';

const config: ConformanceConfig = {
  transmitter: { issuer: 'ISSUER', auth: { accessToken: 'TOKEN' } },
  delivery: ['push', 'poll'],
};
export default defineConfig(config);
`;

/** Imports everything that the package exports; it is a CommonJS file, as `npm init -y` makes them. */
const IMPORTS = `
const { readFileSync } = require('node:fs');
const { exports } = JSON.parse(readFileSync('node_modules/ssf-conformance/package.json', 'utf8'));
(async () => {
  for (const [name, to] of Object.entries(exports)) {
    const as = name.replace('.', 'ssf-conformance');
    if (typeof to === 'string') require(as);
    else if (Object.keys(await import(as)).length === 0) throw new Error(as + ' exports nothing');
  }
  console.log(Object.keys(exports).join(' '));
})();
`;

// At once: most of a run is waiting.
describe.concurrent.each(MAJORS)('installed in an empty folder, with Node.js %i', (major) => {
  it('tests the built-in peers, then a target of a config file in TypeScript', async ({ expect }) => {
    const project = await install(`Node ${major}`, major);
    const version = await project.sh('node --version');
    const tell = (what: string, text: string): void =>
      console.log(`Node.js ${version.trim()}, ${what}: ${text}`);
    expect(version).toMatch(new RegExp(`^v${major}\\.`));

    const builtIn = await project.sh('npx ssf-conformance run');
    tell('built-in peers', builtIn.trim().split('\n').at(-1) ?? '');
    const reports = path.join(project.folder, 'conformance-report');
    for (const part of ['transmitter', 'receiver-hosted', 'receiver-managed', 'scenarios'])
      expect(await readdir(path.join(reports, part))).toEqual(
        expect.arrayContaining(['report.html', 'results.json', 'junit.xml', 'results.sarif', 'summary.md']),
      );

    const target = project.start('npx ssf-conformance mock transmitter');
    try {
      const [, issuer = '', token = ''] =
        /--issuer (\S+) --access-token (\S+)/.exec(
          await target.printed(/npx ssf-conformance run --issuer.*\n/),
        ) ?? [];
      await project.write({
        'ssf-conformance.config.ts': CONFIG.replace('ISSUER', issuer).replace('TOKEN', token),
      });
      const run = await project.sh('npx ssf-conformance run');
      tell('target of ssf-conformance.config.ts', verdict(run));
    } finally {
      await target.stop();
    }

    await project.write({ 'exports.js': IMPORTS });
    const imports = await project.sh('node exports.js');
    tell('exports', imports.trim());

    const broken = project.start('npx ssf-conformance mock transmitter --fault metadata-empty-array');
    try {
      const command = await broken.printed(/npx ssf-conformance run --issuer.*(?=\n)/);
      const run = await project.sh(`${command} --no-config --only metadata`, 1);
      tell('target with a fault', verdict(run));
    } finally {
      await broken.stop();
    }
  });
});
