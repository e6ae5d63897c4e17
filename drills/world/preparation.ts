/** The script that makes a pod's file system; pure, so that it can be read and tested without running it. */
import { hostnameOf, type PodNames } from "./names";
import type { PodSpec } from "./specs";

/** Room for what a pod writes outside its volumes, in MiB; memory is taken only as it is used. */
const scratchMiB = 256;
/** Shared memory of a pod, in MiB: PostgreSQL's workers exchange rows through it. */
const sharedMemoryMiB = 1024;

/** A word of the shell that stands for exactly this text. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Mounts the shared system, read only, under a layer of the pod's own, and makes it the root of this mount namespace. */
const enterRoot = `
mount -t tmpfs -o size=${scratchMiB}m,mode=755 tmpfs "$MOUNT"
cd "$MOUNT"
mkdir upper work root
mount -t overlay overlay -o "lowerdir=$ROOT,upperdir=$MOUNT/upper,workdir=$MOUNT/work" root
cd root
mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t tmpfs -o size=1m,mode=755 tmpfs dev
for device in null zero full random urandom tty $DEVICES; do
  mkdir -p "$(dirname "dev/$device")"
  touch "dev/$device"
  mount --bind "/dev/$device" "dev/$device"
done
ln -s /proc/self/fd dev/fd
ln -s /proc/self/fd/0 dev/stdin
ln -s /proc/self/fd/1 dev/stdout
ln -s /proc/self/fd/2 dev/stderr
mkdir dev/shm
mount -t tmpfs -o size=${sharedMemoryMiB}m,mode=1777 tmpfs dev/shm
mount -t tmpfs -o size=64m,mode=1777 tmpfs tmp
mount -t tmpfs -o size=64m,mode=755 tmpfs run
pivot_root . mnt
cd /
umount -l /mnt
`;

interface Placed {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

function placeFile({ path, content, mode, uid, gid }: Placed): string {
  const encoded = Buffer.from(content).toString("base64");
  const target = quoted(path);
  return [
    `mkdir -p "$(dirname ${target})"`,
    // A here-document: a word of the shell's own is bounded by nothing, a command's argument by 128 KiB.
    `rm -f ${target}; base64 -d >${target} <<'END'\n${encoded}\nEND`,
    `chown ${uid}:${gid} ${target}`,
    `chmod ${mode.toString(8).padStart(4, "0")} ${target}`,
  ].join("\n");
}

function placeVolume(folder: string, sizeMiB: number, gid: number): string {
  // Root's, and the group's to write, as a kubelet mounts a disk with fsGroup.
  const target = quoted(folder);
  return `mkdir -p ${target}\nmount -t tmpfs -o size=${sizeMiB}m,mode=2775,uid=0,gid=${gid} tmpfs ${target}`;
}

/**
 * The whole script: after it the pod has its root, names, volumes and files. It reads `ROOT`, the shared system; `MOUNT`, an
 * empty folder to mount in, which only this pod sees full; and `DEVICES`, what `/dev` has beside the usual.
 */
export function preparation(pod: PodSpec, names: PodNames): string {
  const gid = pod.containers[0]?.gid ?? 0;
  const system = { mode: 0o644, uid: 0, gid: 0 };
  const files: readonly Placed[] = [
    { ...system, path: "/etc/hosts", content: names.hosts },
    { ...system, path: "/etc/hostname", content: `${hostnameOf(pod)}\n` },
    { ...system, path: "/etc/resolv.conf", content: names.resolver },
    { ...system, path: "/etc/passwd", content: names.passwd },
    { ...system, path: "/etc/group", content: names.group },
    ...pod.files.map((file) => ({ ...file, uid: file.uid ?? 0, gid: file.gid ?? gid })),
  ];
  // A volume may lie in another, and a file in a volume.
  const volumes = [...pod.volumes].sort((a, b) => a.path.length - b.path.length);
  return [
    "set -e",
    "umask 022",
    enterRoot,
    `hostname ${quoted(hostnameOf(pod))}`,
    ...volumes.map(({ path, sizeMiB }) => placeVolume(path, sizeMiB, gid)),
    ...files.map(placeFile),
    ...(pod.readOnlyRoot === true ? ["mount -o remount,bind,ro /"] : []),
    "",
  ].join("\n");
}
