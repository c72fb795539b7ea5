'use client';
/** The order of the table for React: asked anew when the query changes, followed while the view is mounted. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { agentsOf, type BoardModel } from '../board/model';
import { browserTime } from '../live/browser-time';
import type { LivePage } from '../live/live-page';
import { createOrder, type Order, type OrderView } from './order';
import type { AgentsQuery } from './query';

export function useOrder(page: LivePage<BoardModel>, query: AgentsQuery): { order: Order; view: OrderView } {
  const [order] = useState(() =>
    createOrder({ agents: () => agentsOf(page.model()), onChange: page.onChange }, query, browserTime),
  );
  useEffect(() => order.start(), [order]);
  useEffect(() => order.ask(query), [order, query]);
  const view = useSyncExternalStore(order.onChange, order.view, order.view);
  return { order, view };
}
