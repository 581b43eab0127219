# What `cmake --install` puts where: the libraries that were built, their headers, a CMake package
# (find_package(hufu)) and pkg-config files. All paths in them are relative, so that the installed
# tree may be moved.
include(CMakePackageConfigHelpers)

# What is installed: the libraries with what belongs to them (dev), the program (cli), the mock server, the backend.
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME dev)

set(hufu_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/hufu")
set(hufu_pkgconfig_dir "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
file(RELATIVE_PATH HUFU_PREFIX_FROM_PC "/prefix/${hufu_pkgconfig_dir}" "/prefix")

# hufu_install(<part> <folder of headers>): library hufu_<part>, used as hufu::<part>. Headers come
# from the target's file set if it has one, otherwise from the folder.
set(HUFU_COMPONENTS "")
function(hufu_install part folder)
  if(NOT TARGET hufu_${part})
    return()
  endif()
  list(APPEND HUFU_COMPONENTS ${part})
  set(HUFU_COMPONENTS "${HUFU_COMPONENTS}" PARENT_SCOPE)
  set_target_properties(hufu_${part} PROPERTIES EXPORT_NAME ${part})
  target_compile_features(hufu_${part} PUBLIC cxx_std_20)
  get_target_property(file_sets hufu_${part} INTERFACE_HEADER_SETS)
  set(headers "")
  if(file_sets)
    set(headers FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
  else()
    install(DIRECTORY "${folder}/" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
            FILES_MATCHING PATTERN "*.h")
  endif()
  install(TARGETS hufu_${part} EXPORT hufuTargets
          ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
          LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
          ${headers}
          INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
  # A shared library that links ours does not give our functions away as its own: another one in the same
  # process may hold another version of them.
  if(UNIX AND NOT APPLE)
    target_link_options(hufu_${part} INTERFACE
      "$<INSTALL_INTERFACE:LINKER:--exclude-libs,${CMAKE_STATIC_LIBRARY_PREFIX}hufu_${part}${CMAKE_STATIC_LIBRARY_SUFFIX}>")
  endif()
  # `cmake --install --strip`, and cpack, strip programs only; an archive is three quarters of lines for
  # debuggers.
  if(CMAKE_STRIP)
    install(CODE "
      if(CMAKE_INSTALL_DO_STRIP)
        execute_process(COMMAND \"${CMAKE_STRIP}\" --strip-debug
          \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_LIBDIR}/$<TARGET_FILE_NAME:hufu_${part}>\"
          COMMAND_ERROR_IS_FATAL ANY)
      endif()")
  endif()
endfunction()

hufu_install(core core/include)
hufu_install(c bindings/c/include)
hufu_install(native bindings/native/include)
hufu_install(qr bindings/native/include)
hufu_install(server bindings/server/include)

if(HUFU_COMPONENTS)
  install(EXPORT hufuTargets NAMESPACE hufu:: DESTINATION "${hufu_package_dir}")
  # What a C linker does not add by itself for the archives: the C++ library and the mathematical one.
  set(HUFU_CXX_LIBRARIES ${CMAKE_CXX_IMPLICIT_LINK_LIBRARIES})
  list(FILTER HUFU_CXX_LIBRARIES INCLUDE REGEX "^(stdc\\+\\+|c\\+\\+|m)$")
  list(TRANSFORM HUFU_CXX_LIBRARIES PREPEND "-l")
  list(REMOVE_DUPLICATES HUFU_CXX_LIBRARIES)
  list(JOIN HUFU_CXX_LIBRARIES " " HUFU_CXX_FLAGS)
  configure_package_config_file(
    "${PROJECT_SOURCE_DIR}/cmake/hufuConfig.cmake.in" "${PROJECT_BINARY_DIR}/hufuConfig.cmake"
    INSTALL_DESTINATION "${hufu_package_dir}")
  write_basic_package_version_file(
    "${PROJECT_BINARY_DIR}/hufuConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
  install(FILES "${PROJECT_BINARY_DIR}/hufuConfig.cmake"
                "${PROJECT_BINARY_DIR}/hufuConfigVersion.cmake"
          DESTINATION "${hufu_package_dir}")

  set(HUFU_HIDE "")
  set(HUFU_HIDE_NATIVE "")
  set(HUFU_HIDE_SERVER "")
  if(UNIX AND NOT APPLE)
    set(HUFU_HIDE "-Wl,--exclude-libs,libhufu_c.a:libhufu_core.a")
    set(HUFU_HIDE_NATIVE "-Wl,--exclude-libs,libhufu_native.a")
    set(HUFU_HIDE_SERVER "-Wl,--exclude-libs,libhufu_server.a")
  endif()
  configure_file(cmake/hufu.pc.in hufu.pc @ONLY)
  install(FILES "${PROJECT_BINARY_DIR}/hufu.pc" DESTINATION "${hufu_pkgconfig_dir}")
  if(TARGET hufu_native)
    list(TRANSFORM CMAKE_DL_LIBS PREPEND "-l" OUTPUT_VARIABLE HUFU_DL_FLAGS)
    set(HUFU_CURL_REQUIRED "libcurl, ")
    if(HUFU_OPEN_CURL)
      set(HUFU_CURL_REQUIRED "")
    endif()
    configure_file(cmake/hufu-native.pc.in hufu-native.pc @ONLY)
    install(FILES "${PROJECT_BINARY_DIR}/hufu-native.pc" DESTINATION "${hufu_pkgconfig_dir}")
  endif()
  if(TARGET hufu_server)
    set(HUFU_SERVER_REQUIRED "")
    if(HUFU_SERVER_CURL)
      set(HUFU_SERVER_REQUIRED ", libcurl")
    endif()
    configure_file(cmake/hufu-server.pc.in hufu-server.pc @ONLY)
    install(FILES "${PROJECT_BINARY_DIR}/hufu-server.pc" DESTINATION "${hufu_pkgconfig_dir}")
  endif()
endif()
