/** `servers.A.account.password` as the labels of its fields: `Server A, Account, Password`. Pure. */
import type { Field } from './fields';

export function placeWords(fields: readonly Field[], path: string): string {
  const steps = path.split(/[.[\]]+/).filter((step) => step !== '');
  const words = wordsOf(fields, steps);
  return words.length === 0 ? (path === '' ? 'The whole' : path) : words.join(', ');
}

function wordsOf(fields: readonly Field[], [step, ...rest]: readonly string[]): string[] {
  if (step === undefined) return [];
  const field = fields.find((f) => f.key === step);
  if (field === undefined) {
    // The keys of a choice stand beside each other.
    const choice = fields.find((f) => f.as === 'one-of' && f.fields.some((one) => one.key === step));
    return choice?.as === 'one-of' ? wordsOf(choice.fields, [step, ...rest]) : [[step, ...rest].join('.')];
  }
  switch (field.as) {
    case 'group':
      return [field.label, ...wordsOf(field.fields, rest)];
    case 'list': {
      const [n, ...inner] = rest;
      return n === undefined ? [field.label] : [`${field.one} ${Number(n) + 1}`, ...wordsOf(field.fields, inner)];
    }
    default:
      return [field.label];
  }
}
