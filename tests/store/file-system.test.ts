/** Where SQLite may live: the mounts of a machine, read as proc(5) says. */
import { describe, expect, it } from 'vitest';
import { networkFileSystemOf, networkTypeIn } from '../../server/store/file-system';
import { tempFolder } from '../support/temp-database';

const mounts = `22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /srv/history rw,relatime - nfs4 filer:/export rw
31 22 0:41 / /srv/history\\040of\\040lyon rw - cifs //filer/lyon rw
32 30 8:2 / /srv/history/local rw - xfs /dev/sdb1 rw
33 22 0:50 / /covered rw - nfs filer:/old rw
34 22 8:3 / /covered rw - ext4 /dev/sdc1 rw
35 22 0:51 / /home/anna/far rw - fuse.sshfs anna@far:/ rw
36 22 0:52 / /home/anna/ntfs rw - fuseblk /dev/sdd1 rw
`;

describe('a folder', () => {
  it.each([
    ['/srv/history/holdfast', 'nfs4'],
    ['/srv/history', 'nfs4'],
    ['/srv/history of lyon/x', 'cifs'],
    ['/home/anna/far/away', 'fuse.sshfs'],
  ])('%s is on a network file system', (folder, type) => {
    expect(networkTypeIn(mounts, folder)).toBe(type);
  });

  it.each([['/srv/historic'], ['/srv/history/local/x'], ['/covered/x'], ['/home/anna/ntfs'], ['/']])(
    '%s is on a disk',
    (folder) => {
      expect(networkTypeIn(mounts, folder)).toBeNull();
    },
  );

  it('of this machine can be asked for', () => {
    expect(networkFileSystemOf(tempFolder())).toBeNull();
  });
});
