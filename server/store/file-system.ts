/** Whether a folder is on a network file system, where SQLite's shared memory and locks do not work. */
import { readFileSync, realpathSync } from 'node:fs';

const network =
  /^(nfs4?|cifs|smb3?|smbfs|ncpfs|afs|9p|ceph|lustre|gpfs|gfs2|ocfs2|glusterfs|beegfs|davfs|fuse\.(sshfs|glusterfs|s3fs|rclone|davfs2?|ceph|gcsfuse|goofys|moosefs|juicefs|smbnetfs))$/;

/** The type of the network file system that the folder is on; null = on none, or this system does not tell. */
export function networkFileSystemOf(folder: string): string | null {
  let mounts: string;
  try {
    mounts = readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    return null;
  }
  return networkTypeIn(mounts, realpathSync(folder));
}

/**
 * proc(5), /proc/pid/mountinfo: the fifth field is the mount point, with blanks as octal escapes; the type follows a lone `-`.
 * Of several mounts at the same place the last one covers the others.
 */
export function networkTypeIn(mountinfo: string, path: string): string | null {
  let best = { point: '', type: '' };
  for (const line of mountinfo.split('\n')) {
    const [before = '', after = ''] = line.split(' - ');
    const point = (before.split(' ')[4] ?? '').replace(/\\([0-7]{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    const covers = point !== '' && (point === '/' || path === point || path.startsWith(`${point}/`));
    if (covers && point.length >= best.point.length) best = { point, type: after.split(' ')[0] ?? '' };
  }
  return network.test(best.type) ? best.type : null;
}
