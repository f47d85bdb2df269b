import { Argument, Command } from 'commander';
import type { Io } from '../io.ts';
import { version } from '../version.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

const HELP = `
What is printed is a script of its own, which never calls this program: print it again after an update.

Install it:
  bash   ssf-conformance completions bash > ~/.ssf-conformance.bash
         echo '. ~/.ssf-conformance.bash' >> ~/.bashrc
  zsh    ssf-conformance completions zsh > "\${fpath[1]}/_ssf-conformance"
         (or any folder in fpath, before compinit runs)
  fish   ssf-conformance completions fish > ~/.config/fish/completions/ssf-conformance.fish

Examples:
  $ ssf-conformance completions bash
  $ . <(ssf-conformance completions bash)
      for this shell only
  $ ssf-conformance completions bash --json`;

/** Prints completions for a shell, made from the commands as they are. */
export function completionsCommand(io: Io, _end: (exitCode: number) => void): Command {
  return new Command('completions')
    .description('Print completions for a shell')
    .addArgument(new Argument('<shell>', 'whose completions').choices(SHELLS))
    .option('--json', 'print {"shell", "script"} as JSON')
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', HELP)
    .action(async (shell: Shell, flags: { json?: boolean }, command: Command) => {
      const script = await scriptOf(shell, command.parent ?? command);
      io.stdout.write(flags.json === true ? `${JSON.stringify({ shell, script }, null, 2)}\n` : script);
    });
}

async function scriptOf(shell: Shell, program: Command): Promise<string> {
  const [{ completedCommands }, { kindOf, WORDS }, { bashScript }, { zshScript }, { fishScript }] =
    await Promise.all([
      import('../completions/model.ts'),
      import('../completions/words.ts'),
      import('../completions/bash.ts'),
      import('../completions/zsh.ts'),
      import('../completions/fish.ts'),
    ]);
  const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript };
  return scripts[shell]({
    name: program.name(),
    version: version(),
    commands: completedCommands(program, kindOf),
    words: WORDS,
  });
}
