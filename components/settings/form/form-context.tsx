'use client';
/** What every field of a form shares: the draft, what is wrong in it, and how it is changed. */
import { createContext, useContext } from 'react';
import type { Faults } from './tidy';
import { type Path, pathText, type Tree, valueAt } from './tree';

export interface FormState {
  draft: Tree;
  faults: Faults;
  set(path: Path, value: Tree | undefined): void;
  /** In front of the ids of its fields. */
  id: string;
}

const FormContext = createContext<FormState | null>(null);
export const FormProvider = FormContext.Provider;

export function useForm(): FormState {
  const state = useContext(FormContext);
  if (state === null) throw new Error('FormProvider is missing');
  return state;
}

/** The field at a path: its value, its fault, and its id, to which the summary of faults leads. */
export function useField(path: Path) {
  const { draft, faults, set, id } = useForm();
  const text = pathText(path);
  return {
    value: valueAt(draft, path),
    fault: faults[text],
    id: fieldId(id, text),
    set: (value: Tree | undefined) => set(path, value),
  };
}

export function fieldId(form: string, path: string): string {
  return `${form}-${path.replace(/[^A-Za-z0-9]+/g, '-')}`;
}
