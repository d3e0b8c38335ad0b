import { betweenFaults } from './fault/between.ts'
import type { Fault } from './fault/fault.ts'
import { orderFaults } from './fault/order.ts'

/** Every fault that can be planted, by name. */
export const faults: readonly Fault[] = [...orderFaults, ...betweenFaults]
