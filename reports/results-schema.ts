export function resultsProblems(_value: unknown): string[] {
  return [];
}
