/** Opens sign-ins for those who have proved who they are: the library's session and its cookie, without the library's own doors. */
import type { BetterAuthPlugin } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';

const whose = z.object({ userId: z.string(), origin: z.string(), browser: z.string() });

/** `auth.api.openSignIn`, which has no path: nothing from outside reaches it. */
export const openingSignIn = {
  id: 'holdfast-opening',
  endpoints: {
    openSignIn: createAuthEndpoint.serverOnly({ method: 'POST', body: whose }, async (ctx) => {
      const { userId, origin, browser } = ctx.body;
      const { internalAdapter } = ctx.context;
      const user = await internalAdapter.findUserById(userId);
      if (user === null) return ctx.json({ opened: false });
      const session = await internalAdapter.createSession(userId, false, { ipAddress: origin, userAgent: browser });
      await setSessionCookie(ctx, { session, user }, false);
      return ctx.json({ opened: true });
    }),
  },
} satisfies BetterAuthPlugin;
