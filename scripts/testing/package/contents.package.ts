import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { exported, ROOT, readManifest } from './exports.ts';
import { sh } from './shell.ts';

const MB = 1_000_000;
const TEXTS = ['CHANGELOG.md', 'CONTRIBUTING.md', 'README.md', 'SECURITY.md'];

describe('the package', () => {
  const { files, size, unpackedSize, tarball } = inject('packed');

  it('holds what a user needs, and everything that its manifest names', async () => {
    const manifest = await readManifest();
    const named = [...Object.values(manifest.bin), ...[...exported(manifest, files).values()].flat()];
    const needed = [...named, 'LICENSE', ...TEXTS, 'package.json'];
    expect(needed.filter((file) => !files.includes(file))).toEqual([]);
    expect(manifest.type).toBe('module');
  });

  it('holds nothing that is there for developers, nor what an earlier build left', () => {
    const others = files.filter((file) => !/^dist\/.*\.(?:js|d\.ts|json)$/.test(file));
    expect(others.toSorted()).toEqual([...TEXTS, 'LICENSE', 'package.json'].toSorted());
    const ofDevelopers =
      /\.(?:test|package)\.|-bench\.|\/(?:testing|benchmarks|hostile|github-action)\/|-suite\.|\/sample|stale|tsbuildinfo/;
    expect(files.filter((file) => ofDevelopers.test(file))).toEqual([]);
  });

  it.each(TEXTS)('has in it what %s links to', async (name) => {
    const text = await readFile(path.join(ROOT, name), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, file = '']) => file);
    expect(links.filter((file) => !files.includes(file))).toEqual([]);
  });

  it('runs nothing when it is installed', async () => {
    const { scripts } = await readManifest();
    for (const name of ['preinstall', 'install', 'postinstall', 'prepare'])
      expect(Object.keys(scripts)).not.toContain(name);
  });

  it('is no larger than README says', async () => {
    console.log(
      `  ${(size / MB).toFixed(2)} MB packed, ${(unpackedSize / MB).toFixed(2)} MB unpacked, ${files.length} files`,
    );
    const readme = await readFile(path.join(ROOT, 'README.md'), 'utf8');
    const [, packed, unpacked] = /at most ([\d.]+) MB packed and ([\d.]+) MB unpacked/.exec(readme) ?? [];
    for (const [said, is] of [
      [packed, size],
      [unpacked, unpackedSize],
    ] as const) {
      expect(is).toBeLessThan(Number(said) * MB);
      // A bound that is far away says nothing.
      expect(is).toBeGreaterThan(Number(said) * MB * 0.5);
    }
  });

  it('gives publint and "are the types wrong?" nothing to say', async () => {
    const tool = (name: string): string => path.join(ROOT, 'node_modules/.bin', name);
    const lint = await sh(`'${tool('publint')}' run '${tarball}' --strict`, { cwd: ROOT });
    expect(lint.output).toContain('All good!');
    const types = await sh(`'${tool('attw')}' '${tarball}' --profile esm-only --format ascii --no-emoji`, {
      cwd: ROOT,
    });
    // With this profile it ends with 0 whatever only CommonJS would meet.
    expect(types).toMatchObject({ exitCode: 0 });
  });
});
