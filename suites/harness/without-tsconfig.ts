import type { InlineConfig, Plugin } from 'vite';

/**
 * What Vite is told so that it reads TypeScript of a tester without their tsconfig.json: one that is broken, or that
 * extends a package that is not installed where the tests run, would keep it from being read at all.
 * @param plugins further ones
 */
export async function withoutTsconfig(
  plugins: readonly Plugin[] = [],
): Promise<{ oxc: Exclude<InlineConfig['oxc'], undefined>; plugins: Plugin[] }> {
  const { transformWithOxc } = await import('vite');
  const typescript: Plugin = {
    name: 'ssf-conformance:typescript',
    transform: (code, id) =>
      /\.[cm]?ts(?:\?|$)/.test(id) ? transformWithOxc(code, id, { tsconfig: false }) : null,
  };
  return { oxc: false, plugins: [...plugins, typescript] };
}
