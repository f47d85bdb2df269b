/** What Vite and Vitest set in the environment where it is missing, for the code that they run; ours does not read it. */
const VARIABLES = ['NODE_ENV', 'MODE', 'DEV', 'PROD', 'BASE_URL', 'SSR', 'TEST', 'VITEST'];

/** Does something after which the environment of this process is as it was: it is that of whoever uses the library. */
export const keepingEnvironment = keeping(
  () => VARIABLES.filter((name) => process.env[name] === undefined),
  (missing) => {
    for (const name of missing) delete process.env[name];
  },
);

/** Does something after which the process would end as it would have ended before: Vitest sets its exit code. */
export const keepingExitCode = keeping(
  () => process.exitCode,
  (exitCode) => {
    process.exitCode = exitCode;
  },
);

/** Does something while stacks name the lines of the sources; afterwards they do so only if they did before. */
export const withSourceMaps = keeping(
  () => {
    const before = Reflect.get(process, 'sourceMapsEnabled') === true;
    process.setSourceMapsEnabled(true);
    return before;
  },
  (before) => process.setSourceMapsEnabled(before),
);

/** Of several that overlap, the first takes note of how it was, and the last gives it back. */
function keeping<State>(
  take: () => State,
  giveBack: (state: State) => void,
): <T>(act: () => Promise<T>) => Promise<T> {
  let before: { state: State } | null = null;
  let acting = 0;
  return async (act) => {
    before ??= { state: take() };
    acting += 1;
    try {
      return await act();
    } finally {
      acting -= 1;
      if (acting === 0) {
        giveBack(before.state);
        before = null;
      }
    }
  };
}
