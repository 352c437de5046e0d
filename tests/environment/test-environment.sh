#!/bin/sh
# The making and entering of the development environment, with a tiny tree in place of Debian's:
#   test-environment.sh CHECKOUT FOLDER-FOR-TEMPORARY-FILES
# The scripts under test are copied, so that their list of packages can be changed.
# shellcheck disable=SC2016 # what is in single quotes is expanded inside
set -u

if [ "$(id -u)" != 0 ]; then
  echo "1..0 # SKIP mount namespaces need root"
  exit 0
fi

checkout=$(cd "$1" && pwd -P)
work=$(mktemp -d "$2/environment-XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT
chmod 755 "$work"

unset SUDO_UID SUDO_GID LOOKBOOK_ENVIRONMENT LB_ENTER_USER LB_ENTER_BIND LB_BUILD_DIR DISPLAY
unset WAYLAND_DISPLAY XDG_CACHE_HOME
number=0
failures=0

# check WORDS COMMAND...: one case
check () {
  words=$1
  shift
  number=$((number + 1))
  if "$@"; then
    echo "ok $number - $words"
  else
    failures=$((failures + 1))
    echo "not ok $number - $words"
    sed 's/^/# /' "$work/said"
  fi
}

copy=$work/checkout
mkdir -p "$copy" "$work/bin" "$work/cache" "$work/home/sets" "$work/runtime"
mkdir -p "$copy/build-aux"
cp -a "$checkout/build-aux/environment" "$checkout/build-aux/run" "$checkout/build-aux/test" \
  "$copy/build-aux"
cp "$checkout/meson.build" "$copy"
environment=$copy/build-aux/environment
: >"$work/said"
: >"$work/made"

# In place of mmdebstrap: what is needed to look around in a tree. It notes each time it is called.
cat >"$work/bin/mmdebstrap" <<'STUB'
#!/bin/sh
for target; do :; done
echo made >>"$WORK/made"
if [ -e "$WORK/no-network" ]; then
  echo "E: Unable to fetch some archives" >&2
  exit 1
fi
mkdir -p "$target/usr/bin" "$target/usr/lib" "$target/usr/lib64" "$target/etc" "$target/root"
if [ -e "$WORK/slow" ]; then
  echo $$ >"$WORK/started"
  exec sleep 600
fi
for link in bin lib lib64; do ln -s "usr/$link" "$target/$link"; done
ln -s bin "$target/usr/sbin"
ln -s bin "$target/sbin"
for program in sh cat ls mkdir mount umount sleep touch env id; do
  path=$(command -v $program)
  cp -L "$path" "$target/usr/bin/$program"
  ldd "$path" | grep -o '/[^ ]*' | while read -r library; do
    mkdir -p "$target$(dirname "$library")"
    cp -L "$library" "$target$library"
  done
done
echo id >"$target/etc/machine-id"
STUB
chmod +x "$work/bin/mmdebstrap"
export WORK="$work" PATH="$work/bin:$PATH"

make_tree () {
  "$environment/tree" "$work/cache" 2>"$work/said"
}

times_made () {
  wc -l <"$work/made"
}

makes_whole_tree () {
  tree=$(make_tree) && [ -f "$tree/.lookbook-tree" ] && [ "$(times_made)" = 1 ]
}

reuses_tree () {
  [ "$(make_tree)" = "$tree" ] && [ "$(times_made)" = 1 ]
}

same_after_comment () {
  echo "# a remark" >>"$environment/packages"
  [ "$(make_tree)" = "$tree" ] && [ "$(times_made)" = 1 ]
}

# Files of the user's, seen and written from inside
dataset=$work/home/sets/dataset.db
enter_as_user () {
  HOME="$work/home" XDG_RUNTIME_DIR="$work/runtime" LB_ENTER_USER=1 \
    "$environment/enter" "$tree" "$@" 2>"$work/said"
}

home_is_inside () {
  echo pictures >"$dataset"
  [ "$(enter_as_user sh -c 'cat "$HOME/sets/dataset.db"')" = pictures ]
}

home_is_written () {
  enter_as_user sh -c 'echo more >"$HOME/sets/new.db"' && [ "$(cat "$work/home/sets/new.db")" = more ]
}

tree_is_read_only () {
  ! enter_as_user touch /etc/kept && ! "$environment/enter" "$tree" touch /usr/kept 2>"$work/said" &&
    [ ! -e "$tree/etc/kept" ] && [ ! -e "$tree/usr/kept" ]
}

tests_see_no_home () {
  ! "$environment/enter" "$tree" cat "$dataset" >"$work/said" 2>&1 &&
    [ -z "$(find "$tree" -name 'dataset.db' -o -name 'new.db')" ]
}

status_is_passed_on () {
  "$environment/enter" "$tree" sh -c 'exit 7' 2>"$work/said"
  [ $? = 7 ] || return 1
  enter_as_user sh -c 'exit 9'
  [ $? = 9 ]
}

leftovers_end () {
  "$environment/enter" "$tree" sh -c "sleep 86399 & exit 0" 2>"$work/said"
  ! pgrep -f -x 'sleep 86399' >/dev/null
}

goes_inside_without_a_network () {
  LB_ENTER_OFFLINE=1 "$environment/enter" "$tree" cat /proc/net/dev >"$work/said" 2>&1 &&
    [ "$(grep ':' "$work/said" | cut -d: -f1 | tr -d ' ')" = lo ]
}

makes_another_with_more () {
  echo one-for-a-bundle >"$work/more"
  before=$(times_made)
  other=$("$environment/tree" "$work/cache" "$work/more" 2>"$work/said") && [ "$other" != "$tree" ] &&
    [ "$("$environment/tree" "$work/cache" "$work/more" 2>"$work/said")" = "$other" ] &&
    [ "$(make_tree)" = "$tree" ] && [ "$(times_made)" = $((before + 1)) ]
}

makes_again_after_change () {
  made=$(times_made)
  echo one-more-package >>"$environment/packages"
  other=$(make_tree) && [ "$other" != "$tree" ] && [ "$(times_made)" = $((made + 1)) ]
}

dataset_survives () {
  rm -rf --one-file-system "$tree" "$other"
  tree=$(make_tree) && [ "$(times_made)" = 4 ] && [ "$(cat "$dataset")" = pictures ] &&
    home_is_inside
}

removes_trees_unused_for_long () {
  mkdir "$work/cache/tree-old" "$work/cache/tree-busy" "$work/cache/tree-young"
  touch -d '30 days ago' "$work/cache/tree-old.lock" "$work/cache/tree-busy.lock"
  touch "$work/cache/tree-young.lock"
  exec 7<"$work/cache/tree-busy.lock"
  flock --shared 7
  echo another-package >>"$environment/packages"
  tree=$(make_tree) || return 1
  exec 7<&-
  [ ! -e "$work/cache/tree-old" ] && [ -d "$work/cache/tree-busy" ] && [ -d "$work/cache/tree-young" ]
}

failure_leaves_nothing () {
  echo package-out-of-reach >>"$environment/packages"
  touch "$work/no-network"
  ! make_tree >/dev/null && grep -q 'is there a' "$work/said" && [ -z "$(find "$work/cache" -name '*.part')" ]
  result=$?
  rm "$work/no-network"
  return $result
}

interruption_is_no_tree () {
  touch "$work/slow"
  make_tree >/dev/null &
  until [ -s "$work/started" ]; do sleep 0.05; done
  rm "$work/slow"
  # Killed at once, without a chance to tidy up
  half=$(find "$work/cache" -maxdepth 1 -name '*.part')
  kill -KILL "$(sed -n 1p "$work/started")" $!
  wait $! 2>/dev/null
  [ -n "$half" ] || return 1
  tree=$(make_tree) && [ -f "$tree/.lookbook-tree" ] && [ ! -e "$half" ]
}

two_at_once_make_one () {
  echo package-for-two >>"$environment/packages"
  before=$(times_made)
  "$environment/tree" "$work/cache" >"$work/first" 2>"$work/said" &
  "$environment/tree" "$work/cache" >"$work/second" 2>>"$work/said"
  wait $!
  [ "$(times_made)" = $((before + 1)) ] && cmp -s "$work/first" "$work/second" &&
    [ -d "$(cat "$work/first")" ]
}

# The machine's own packages, as pkg-config and the programs tell of them
stub_programs () {
  for program in meson blueprint-compiler; do
    printf '#!/bin/sh\necho %s\n' "$1" >"$work/bin/$program"
  done
  for program in ninja cc python3 rsvg-convert msgfmt glib-compile-resources \
    glib-compile-schemas; do
    printf '#!/bin/sh\n' >"$work/bin/$program"
  done
  cat >"$work/bin/pkg-config" <<STUB
#!/bin/sh
# --exists "NAME [>= FLOOR]": everything has one version here
case \$2 in *" >= "*) ;; *) exit 0 ;; esac
[ "\$(printf '%s\\n' "\${2##* }" $1 | sort -V | tail -n1)" = $1 ]
STUB
  chmod +x "$work/bin"/*
}

new_machine_is_enough () {
  stub_programs 999
  "$environment/satisfied" run >"$work/said" 2>&1
}

old_machine_is_named () {
  stub_programs 0.1
  ! "$environment/satisfied" run >"$work/said" 2>&1 && grep -q '^  gtk4 >= ' "$work/said" &&
    grep -q '^  meson >= ' "$work/said"
}

without_root_says_so () {
  # where everyone may go, unlike perhaps the folder above ours
  public=$(mktemp -d)
  cp -a "$copy/." "$work/bin" "$public"
  chmod -R go+rX "$public"
  setpriv --reuid 65534 --regid 65534 --clear-groups env HOME="$public" PATH="$public/bin:$PATH" \
    "$public/build-aux/run" >"$work/said" 2>&1
  result=$?
  rm -rf "$public"
  [ $result != 0 ] && grep -q 'gtk4 >= ' "$work/said" && grep -q 'sudo build-aux/run' "$work/said"
}

without_home_says_so () {
  ! env HOME=/nonexistent XDG_CACHE_HOME="$work/cache" DISPLAY=:99 \
    "$copy/build-aux/run" >"$work/said" 2>&1 && grep -q 'home folder /nonexistent' "$work/said"
}

echo "1..21"
check "a tree is made, whole" makes_whole_tree
check "a second start makes nothing" reuses_tree
check "a remark in the list of packages makes nothing" same_after_comment
check "a file of the user's home exists inside" home_is_inside
check "what is written to the home inside is in the home" home_is_written
check "the tree is read-only inside" tree_is_read_only
check "tests see nothing of the user's" tests_see_no_home
check "the exit status is passed on" status_is_passed_on
check "what a test leaves running ends" leftovers_end
check "there is no network inside where none is wanted" goes_inside_without_a_network
check "a second list of packages makes a tree beside the first" makes_another_with_more
check "a changed list of packages makes another tree" makes_again_after_change
check "making the tree again leaves the user's dataset" dataset_survives
check "trees unused for long go, those in use stay" removes_trees_unused_for_long
check "a failure leaves nothing behind and says why" failure_leaves_nothing
check "an interrupted tree is never taken for whole" interruption_is_no_tree
check "two starts at once make one tree" two_at_once_make_one
check "a machine that is new enough needs no tree" new_machine_is_enough
check "what an old machine lacks is named with its floor" old_machine_is_named
check "without root it says what to do" without_root_says_so
check "without a home it says so" without_home_says_so

[ "$failures" = 0 ]
