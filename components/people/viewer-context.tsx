'use client';
/** Who is signed in, for what the pages offer; what they may is decided where it is asked for. */
import { createContext, type ReactNode, useContext } from 'react';
import { type CommandBody, may, mayCommand, type Permission, type Viewer } from '#contract';

interface Seated {
  viewer: Viewer;
  basePath: string;
}

const ViewerContext = createContext<Seated | null>(null);

export function ViewerProvider({ viewer, basePath, children }: Seated & { children: ReactNode }) {
  return <ViewerContext value={{ viewer, basePath }}>{children}</ViewerContext>;
}

function useSeated(): Seated {
  const seated = useContext(ViewerContext);
  if (seated === null) throw new Error('ViewerProvider is missing');
  return seated;
}

export const useViewer = (): Viewer => useSeated().viewer;
export const useBasePath = (): string => useSeated().basePath;

export function useMay(permission: Permission): boolean {
  return may(useViewer(), permission);
}

/** Narrower than its permission for those who are limited to some teams: what concerns every team is not theirs. */
export function useMayCommand(command: CommandBody['command']): boolean {
  return mayCommand(useViewer(), command);
}

/** What only those are offered who may do it. */
export function IfMay({ need, children }: { need: Permission; children: ReactNode }) {
  return useMay(need) ? children : null;
}
