/** Names of the faults that were seen to break an expectation of a scenario. */
export function provenByFaults(_scenario: string, _expectation: string): string[] {
  return [];
}
