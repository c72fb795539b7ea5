/** The cookie in which the wall is brought a link's token. */
export const LINK_COOKIE = 'holdfast.link';
