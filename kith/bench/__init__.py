"""`kith bench`: Kith measured against ceilings that are taken in the same run.

Only ratios count: absolute times on a shared machine move by a factor of five. Nothing here is
part of the house; it starts servers of its own on loopback, in a folder of its own, and ends them.

- `rows.py`, `seed.py` a deterministic practice; `look.py` what must be true afterwards
- `bare.py` the ceilings: a bare Django on the same server; `floor.py` the database without HTTP
- `bulk.py` many rows in a short time; `late.py` Kith as it must not be, as a control
- `wire.py` the load (asyncio), `machine.py` what the machine spent, `servers.py` starting, ending
- `cases.py` the workloads, `loss.py` killing under load, `report.py` table and JSON
"""
