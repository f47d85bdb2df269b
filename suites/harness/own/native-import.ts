/** Name of the registered symbol under which Node's own `import` stands in the global object. */
export const importer = 'ssf-conformance.import';

/**
 * Puts Node's own `import` where code finds it whose imports Vite replaces. In the thread of the checks this module is
 * loaded by Node, too, so that it does not get Vite's.
 */
export function offerNativeImport(): void {
  Reflect.set(globalThis, Symbol.for(importer), (url: string) => import(url));
}
