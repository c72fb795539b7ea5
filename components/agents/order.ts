/** The order of the table over time: follows a live board, at most once a second, and not under the hand. Knows no React. */
import type { AgentView, EpochMs } from '#contract';
import type { BrowserTime } from '../live/browser-time';
import { type Hand, heldUntil, noHand, resortAt } from './order-keeper';
import type { AgentsQuery } from './query';
import { selectAgents } from './select';

export interface OrderView {
  /** `CLUSTER/LOGIN` */
  keys: readonly string[];
  /** Something changed that the order does not show yet, because a hand holds it. */
  held: boolean;
}

export interface Order {
  view(): OrderView;
  onChange(listener: () => void): () => void;
  /** Another search, filter or order: at once, whoever holds it. */
  ask(query: AgentsQuery): void;
  pointerMoved(): void;
  pointerLeft(): void;
  keyMoved(): void;
  focusLeft(): void;
  /** Listens to the board; the answer ends it. */
  start(): () => void;
}

interface Board {
  agents(): Iterable<AgentView>;
  onChange(listener: () => void): () => void;
}

export function createOrder(board: Board, query: AgentsQuery, time: Pick<BrowserTime, 'now' | 'after'>): Order {
  let asked = query;
  let view: OrderView = { keys: selectAgents(board.agents(), asked), held: false };
  let sortedAt: EpochMs = time.now();
  let hand: Hand = noHand;
  let cancel: (() => void) | null = null;
  const listeners = new Set<() => void>();

  function show(next: OrderView): void {
    if (next.keys === view.keys && next.held === view.held) return;
    view = next;
    for (const listener of listeners) listener();
  }

  function sort(): void {
    sortedAt = time.now();
    show({ keys: selectAgents(board.agents(), asked, view.keys), held: false });
  }

  /** One timer at a time: what it finds held, it leaves for later. */
  function wake(): void {
    cancel = null;
    const at = resortAt(sortedAt, hand, time.now());
    if (at <= time.now()) sort();
    else waitUntil(at);
  }

  function waitUntil(at: EpochMs): void {
    show({ ...view, held: heldUntil(hand, time.now()) !== null });
    cancel ??= time.after(at - time.now(), wake);
  }

  function letGo(change: Partial<Hand>): void {
    hand = { ...hand, ...change };
    if (cancel === null) return;
    cancel();
    wake();
  }

  return {
    view: () => view,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    ask(next) {
      if (next === asked) return;
      const sameList = { ...next, agent: asked.agent };
      const differs = JSON.stringify(sameList) !== JSON.stringify(asked);
      asked = next;
      if (differs) sort();
    },
    pointerMoved() {
      hand = { ...hand, pointerAt: time.now() };
    },
    pointerLeft: () => letGo({ pointerAt: null }),
    keyMoved() {
      hand = { ...hand, keyAt: time.now() };
    },
    focusLeft: () => letGo({ keyAt: null }),
    start() {
      const leave = board.onChange(() => {
        // In a task of its own: reading a large batch is work enough for one.
        cancel ??= time.after(0, wake);
      });
      return () => {
        leave();
        cancel?.();
        cancel = null;
      };
    },
  };
}
