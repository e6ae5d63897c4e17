/** What the world's own test asks of pods as a kubelet holds them: restarts, users, names, volumes. */
import { pause, type Check } from "./selfTestChecks";
import { primary, probe } from "./selfTestPods";
import type { World } from "./world";

/** Waits until a container runs, at most so long; the seconds that it took. */
async function running(world: World, pod: string, container: string, seconds: number): Promise<number> {
  const from = world.now();
  while (world.pod(pod).container(container).pid === undefined && world.now() - from < 1000 * seconds)
    await pause(20);
  return (world.now() - from) / 1000;
}

export async function containersStartAgain(world: World): Promise<readonly Check[]> {
  const pod = probe("americas");
  const container = world.pod(pod).container("wait");
  const first = container.pid;
  world.kill(pod, "wait");
  await pause(100);
  const seconds = await running(world, pod, "wait", 5);
  const second = container.pid;
  world.restarts(pod, false);
  world.kill(pod, "wait");
  await pause(2000);
  const third = container.pid;
  const who = await world.exec(primary, [
    "/bin/sh",
    "-c",
    "id -un; hostname; cat /proc/1/comm; ls /proc | grep -c '^[0-9]'",
  ]);
  const [user, host, firstProcess] = who.split("\n");
  return [
    {
      what: "a container that is killed starts again after the pause, and does not where that is off",
      held:
        first !== undefined &&
        second !== undefined &&
        second !== first &&
        seconds < 1.5 &&
        third === undefined,
      found: `again after ${(seconds + 0.1).toFixed(1)} s; off: ${third === undefined ? "stays ended" : "runs"}`,
    },
    {
      what: "a container has its own user, host name and process numbers",
      held: user === "postgres" && host === "database" && firstProcess === "postgres",
      found: `${user ?? ""} at ${host ?? ""}, process 1 is ${firstProcess ?? ""}`,
    },
  ];
}

export async function lostPodComesBack(world: World): Promise<Check> {
  const pod = probe("asia");
  const kept = ["/bin/sh", "-c", "ls /data | wc -l"];
  await world.exec(pod, ["touch", "/data/kept"]);
  await world.stopPod(pod, 0);
  await world.startPod(pod);
  const stopped = Number(await world.exec(pod, kept));
  await world.losePod(pod);
  await world.startPod(pod);
  const lost = Number(await world.exec(pod, kept));
  const reached = (await world.exec(probe("europe"), ["getent", "hosts", `probe.asia.test`])).trim();
  const answer = await world.exec(probe("europe"), ["ping", "-c1", "-W2", "-q", world.addressOf(pod)], {
    user: { uid: 0, gid: 0 },
  });
  return {
    what: "a stopped pod keeps its volume, a lost one comes back empty at the same address",
    held:
      stopped > 0 && lost === 0 && reached.startsWith(world.addressOf(pod)) && answer.includes(" 1 received"),
    found: `${stopped} files, then ${lost}; ${reached.split(/\s+/).join(" is ")}`,
  };
}
