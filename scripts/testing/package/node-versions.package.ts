import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, inject, it } from 'vitest';
import { exported, readManifest } from './exports.ts';
import { MAJORS } from './node-versions.ts';
import { install, verdict } from './project.ts';

const CONFIG = `import { defineConfig, type ConformanceConfig } from 'ssf-conformance';

const config: ConformanceConfig = {
  transmitter: { issuer: 'ISSUER', auth: { accessToken: 'TOKEN' } },
  delivery: ['push', 'poll'],
};
export default defineConfig(config);
`;

/**
 * A user's CommonJS file, as `npm init -y` makes them, that imports what the package exports. What is for Vitest only
 * its workers can import.
 */
function importsOf(names: readonly string[]): string {
  return `(async () => {
  for (const name of ${JSON.stringify(names.filter((name) => !name.endsWith('/vitest')))}) {
    const found = name.endsWith('.json') ? require(name) : await import(name);
    if (Object.keys(found).length === 0) throw new Error(name + ' is empty');
  }
})();
`;
}

// At once: most of a run is waiting.
describe.concurrent.each(MAJORS)('installed in an empty folder, with Node.js %i', (major) => {
  it('tests the built-in peers, then a target of a config file in TypeScript', async ({ expect }) => {
    const project = await install(`Node ${major}`, major);
    const version = await project.sh('node --version');
    const tell = (what: string, text: string): void =>
      console.log(`Node.js ${version.trim()}, ${what}: ${text.trim()}`);
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

    const names = [...exported(await readManifest(), inject('packed').files).keys()];
    await project.write({ 'exports.js': importsOf(names) });
    await project.sh('node exports.js');
    tell('exports', `${names.length} can be imported`);
    await project.copy({ 'scripts/library/examples': 'examples', 'scripts/vitest/examples': 'tests' });
    await project.write({ 'examples/package.json': '{ "type": "module" }' });
    tell('library', await project.sh('for example in examples/*.js; do node $example || exit; done'));
    tell('tests of a user', await project.sh('npx vitest run --dir tests'));

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
