'use client';
/** Days and months begin at the viewer's midnight: asks for the page again in the viewer's zone when the address names none. */
import { usePathname, useRouter } from 'next/navigation';
import { useEffect } from 'react';

export function ViewerZone({ asked, shown }: { asked: string | null; shown: string }) {
  const router = useRouter();
  const path = usePathname();
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (asked !== null || own === shown) return;
    const query = new URLSearchParams(window.location.search);
    query.set('zone', own);
    router.replace(`${path}?${query.toString().replaceAll('%2F', '/')}`, { scroll: false });
  }, [asked, shown, path, router]);
  return null;
}
