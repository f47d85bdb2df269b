import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const text = read('CONTRIBUTING.md');
const fenced = (language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, code = '']) => code);

describe('CONTRIBUTING', () => {
  it('shows requirement, fault and check as they stand in the code', () => {
    const code = ['suites/transmitter/metadata.ts', 'mocks/faults/metadata.ts'].map(read).join('\n');
    for (const block of fenced('ts')) expect(code).toContain(block);
    const rows = read('suites/standard/requirements.json');
    for (const row of fenced('json')) expect(rows).toContain(row.trim());
    expect(fenced('ts')).toHaveLength(2);
    expect(fenced('json')).toHaveLength(1);
  });

  it('names only files and scripts that exist', () => {
    const files = [
      ...[...text.matchAll(/`((?:suites|mocks|reports|scripts|\.ci)\/[\w./-]*)`/g)].map(
        ([, file = '']) => file,
      ),
      ...[...text.matchAll(/vitest run ([\w./ -]+)/g)].flatMap(([, list = '']) => list.trim().split(' ')),
    ];
    expect(files.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
    const { scripts } = JSON.parse(read('package.json')) as { scripts: object };
    for (const [, script] of text.matchAll(/npm run ([\w:-]*\w)/g))
      expect(Object.keys(scripts)).toContain(script);
  });
});
