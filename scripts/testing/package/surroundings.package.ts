import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { install, type Project, verdict } from './project.ts';

/** What tools of ours would read if nobody stopped them. */
const HOSTILE = {
  'vite.config.js': `throw new Error('vite.config.js was read');`,
  'vite.config.ts': `throw new Error('vite.config.ts was read');`,
  'vitest.config.js': `throw new Error('vitest.config.js was read');`,
  'vitest.workspace.js': `throw new Error('vitest.workspace.js was read');`,
  'postcss.config.js': `throw new Error('postcss.config.js was read');`,
  'babel.config.js': `throw new Error('babel.config.js was read');`,
  'tsconfig.json': '{ "extends": "@tsconfig/not-installed", "compilerOptions": { "target": 7, ',
  '.env': 'NODE_ENV=production\nVITE_HOSTILE=1\nSSF_TOKEN=from-dot-env\n',
};
const CONFIG = `import { defineConfig } from 'ssf-conformance';
export default defineConfig({ profile: 'caep-interop', own: ['./rules.ts'] });
`;
const RULES = `import { defineCheck } from 'ssf-conformance';
enum Rule { First = 'ACME-1' }
export const check = defineCheck({
  role: 'transmitter',
  id: 'acme/nothing',
  title: 'Nothing is asked.',
  what: 'Nothing.',
  rules: [{ id: Rule.First, spec: 'ACME', section: '1', level: 'MUST', summary: 'Nothing is asked.' }],
  run: (t) => t.expect(true, Rule.First, { message: 'Never.', expected: '', actual: '' }),
});
`;

describe('installed', () => {
  let project: Project;
  beforeAll(async () => {
    project = await install('Umgebung');
  });

  it('starts no container without testcontainers, and says how to get it', async () => {
    const installed = await readdir(path.join(project.folder, 'node_modules'));
    expect(installed).not.toContain('testcontainers');
    const said = await project.sh(
      'npx ssf-conformance run --image some/transmitter --issuer http://127.0.0.1:9',
      2,
    );
    expect(said).toContain('npm install --save-dev testcontainers');
  });

  it('calls itself as the user calls it', async () => {
    const said = await project.sh('npx ssf-conformance run --only no/such-check', 2);
    expect(said).toContain('npx ssf-conformance list');
  });

  it('runs from a node_modules that cannot be written to, as another user, and leaves nothing but its reports', async () => {
    const isRoot = process.getuid?.() === 0;
    // What others, and other tests, left would belong to us.
    await project.sh('rm -rf conformance-report && mkdir home && chmod -R a-w node_modules');
    if (isRoot) await project.sh('chown 65534 . home');
    try {
      const other = isRoot ? 'setpriv --reuid=65534 --regid=65534 --clear-groups ' : '';
      const before = await project.sh('find node_modules | sort');
      await project.sh(
        `${other}env HOME="$PWD/home" npx ssf-conformance run --role transmitter --only metadata`,
      );
      expect(await project.sh('find node_modules | sort')).toEqual(before);
      expect((await readdir(project.folder)).filter((name) => !name.endsWith('.tgz')).toSorted()).toEqual(
        ['conformance-report', 'home', 'node_modules', 'package-lock.json', 'package.json'].toSorted(),
      );
    } finally {
      await project.sh('chmod -R u+w node_modules');
    }
  });

  it('is not disturbed by what lies in the folder for other tools', async () => {
    await project.write({ ...HOSTILE, 'ssf-conformance.config.ts': CONFIG, 'rules.ts': RULES });
    const run = await project.sh('npx ssf-conformance run --role transmitter');
    console.log(`  ${verdict(run)}`);
    expect(verdict(run)).toContain('1 of 1 MUST of ACME tested');
    expect(run).not.toContain('was read');
  });
});
