import type { InlineConfig } from 'vite';

/**
 * What Vite is told so that it reads TypeScript of a tester without their tsconfig.json: one that is broken, or that
 * extends a package that is not installed where the tests run, would keep it from being read at all.
 */
export async function withoutTsconfig(): Promise<Pick<InlineConfig, 'oxc' | 'plugins'>> {
  const { transformWithOxc } = await import('vite');
  return {
    oxc: false,
    plugins: [
      {
        name: 'ssf-conformance:typescript',
        transform: (code, id) =>
          /\.[cm]?ts(?:\?|$)/.test(id) ? transformWithOxc(code, id, { tsconfig: false }) : null,
      },
    ],
  };
}
