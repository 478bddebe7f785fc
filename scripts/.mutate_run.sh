#!/usr/bin/env bash
# Plant small faults in the arithmetic of the book, one at a time, and see whether a test goes red.
#   scripts/mutate.sh                     measures and diary
#   scripts/mutate.sh 'ipt/diary/*'       these only
# Run by hand: it takes an hour or more. What is left alive is listed at the end.
#   KITH_MUTANTS=FOLDER   where it works (and can be asked: mutmut show NAME)
#   KITH_MUTANTS_TESTS='tests/book/test_links.py …'   with these tests only
set -euo pipefail
cd "$(dirname "$0")/.."
if [ $# -eq 0 ]; then set -- 'ipt/measures/*' 'ipt/diary/*'; fi
home=${KITH_MUTANTS:-$(mktemp -d)}
mkdir -p "$home/kith/demo" "$home/tests"
cp -r ipt "$home/"
cp -r tests/book "$home/tests/"
cp -r kith/demo/cast "$home/kith/demo/"
mkdir -p "$home/docs/using" && cp docs/using/book.md "$home/docs/using/"
rm "$home/tests/book/test_evidence.py"  # it reads the source, which is not the source any more
rm "$home/tests/book/test_links_simulated.py"  # it needs scripts/
cat >"$home/tests/book/conftest.py" <<'PROFILE'
from hypothesis import HealthCheck, settings

settings.register_profile("planted", deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile("planted")
PROFILE
{
  echo "[mutmut]"
  echo "source_paths=ipt"
  echo "only_mutate="
  printf '    %s\n' "$@"
  echo "also_copy="
  echo "    ipt"
  echo "    kith"
  echo "    docs"
  echo "pytest_add_cli_args_test_selection="
  printf '    %s\n' ${KITH_MUTANTS_TESTS:-tests/book}
  echo "pytest_add_cli_args="
  echo "    -p"
  echo "    no:cacheprovider"
  echo "    -p"
  echo "    no:django"
  echo "    --import-mode=importlib"
  echo "    --hypothesis-seed=1"
  echo "use_git_change_detection=false"
} >"$home/setup.cfg"
cd "$home"
run=("$OLDPWD/.boot/bin/uv" run --no-project --quiet --with "mutmut==3.8.*" --with pytest
  --with hypothesis --with "numpy<2.5" --with "scipy<1.18" --with pandas --with polars mutmut)
"${run[@]}" run || true
"${run[@]}" results
