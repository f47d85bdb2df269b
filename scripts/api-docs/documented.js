import { Application, ReflectionKind } from 'typedoc';

/** Warns of exported functions without a docstring; typedoc's own check asks for one on every method of every type, too. */
export function load(app) {
  app.on(Application.EVENT_VALIDATE_PROJECT, (project) => {
    for (const exported of project.getReflectionsByKind(ReflectionKind.Function))
      if (exported.signatures?.some((signature) => !signature.hasComment()) === true)
        app.logger.validationWarning(`${exported.getFullName()} has no docstring.`);
  });
}
