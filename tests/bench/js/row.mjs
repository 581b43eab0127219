// What scripts/bench.py reads, a line each.

/** A row of `./dev bench`. */
export function row(name, value, unit, goal, peer = null, peerValue = null) {
  return { name, value, unit, goal, peer, peer_value: peerValue, ratio: peerValue && Number((value / peerValue).toPrecision(3)) };
}
